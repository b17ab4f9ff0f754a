package main

import (
	"log/slog"
	"net"
	"sync"
)

// proxy passes one request at a time, over all connections, and waits for its answer before the next:
// FerretDB reads, changes and writes a document in separate steps, so updates that overlap get lost.
type proxy struct {
	listener net.Listener
	dial     func() (net.Conn, error)
	logger   *slog.Logger

	// turn is held from sending a request until its whole answer is there, but for greetings.
	turn sync.Mutex

	// servers are the open connections to the database.
	serversLock sync.Mutex
	servers     map[net.Conn]struct{}
}

func (p *proxy) serve() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		go p.connect(client)
	}
}

// stop lets the message under way finish and no further one through, then hangs up, which lets the database
// close at once instead of waiting for its clients.
func (p *proxy) stop() {
	p.listener.Close()
	p.turn.Lock()
	p.serversLock.Lock()
	defer p.serversLock.Unlock()
	for server := range p.servers {
		server.Close()
	}
}

func (p *proxy) remember(server net.Conn) {
	p.serversLock.Lock()
	defer p.serversLock.Unlock()
	if p.servers == nil {
		p.servers = map[net.Conn]struct{}{}
	}
	p.servers[server] = struct{}{}
}

func (p *proxy) forget(server net.Conn) {
	p.serversLock.Lock()
	defer p.serversLock.Unlock()
	delete(p.servers, server)
}

// connect serves one client until either side closes. Each client has a connection of its own to the
// database, because cursors belong to connections.
func (p *proxy) connect(client net.Conn) {
	defer client.Close()

	server, err := p.dial()
	if err != nil {
		p.logger.Error("no connection to the database: " + err.Error())
		return
	}
	defer server.Close()
	p.remember(server)
	defer p.forget(server)

	for {
		request, err := readMessage(client)
		if err != nil {
			return
		}
		answers, err := p.exchange(server, request)
		if err != nil {
			p.logger.Warn("a message failed: " + err.Error())
			return
		}
		// Outside the turn: a client that reads slowly holds up nobody else.
		for _, answer := range answers {
			if _, err := client.Write(answer); err != nil {
				return
			}
		}
	}
}

// exchange sends the request when its turn comes, a greeting at once, and returns what the client is to get:
// nothing for a request that wants no answer.
func (p *proxy) exchange(server net.Conn, request message) ([]message, error) {
	silent := request.takeFlags()

	// A greeting reads no document, and a client that gets no answer to it in time takes a busy server for dead.
	if !request.isGreeting() {
		p.turn.Lock()
		defer p.turn.Unlock()
	}

	if _, err := server.Write(request); err != nil {
		return nil, err
	}
	var answers []message
	for {
		answer, err := readMessage(server)
		if err != nil {
			return nil, err
		}
		answers = append(answers, answer)
		if !answer.moreToCome() {
			break
		}
	}
	if silent {
		return nil, nil
	}
	return answers, nil
}
