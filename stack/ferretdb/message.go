package main

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"
)

// The wire format: https://www.mongodb.com/docs/manual/reference/mongodb-wire-protocol/
const (
	headerLength = 16
	// maxLength is what MongoDB itself accepts (maxMessageSizeBytes).
	maxLength = 48_000_000

	opQuery = 2004
	opMsg   = 2013

	flagChecksumPresent = 1 << 0
	flagMoreToCome      = 1 << 1
	flagExhaustAllowed  = 1 << 16
)

// message is one whole wire message, its header included.
type message []byte

func readMessage(from io.Reader) (message, error) {
	var header [headerLength]byte
	if _, err := io.ReadFull(from, header[:]); err != nil {
		return nil, err
	}
	length := binary.LittleEndian.Uint32(header[:])
	if length < headerLength || length > maxLength {
		return nil, fmt.Errorf("a message of %d bytes", length)
	}
	whole := make(message, length)
	copy(whole, header[:])
	_, err := io.ReadFull(from, whole[headerLength:])
	return whole, err
}

// hasFlags is true for an OP_MSG, the only kind of message that has flag bits.
func (m message) hasFlags() bool {
	return len(m) >= headerLength+4 && binary.LittleEndian.Uint32(m[12:]) == opMsg
}

func (m message) flags() uint32 {
	return binary.LittleEndian.Uint32(m[headerLength:])
}

func (m message) moreToCome() bool {
	return m.hasFlags() && m.flags()&flagMoreToCome != 0
}

// takeFlags makes of an OP_MSG one that is answered by exactly one message, so that its end is seen, and
// tells whether the client wants no answer (an unacknowledged write). "exhaust" only allows a server to send
// several answers; one is always right. A message with a checksum keeps its flags: the checksum covers them,
// and drivers do not send one.
func (m message) takeFlags() (silent bool) {
	silent = m.moreToCome()
	if !m.hasFlags() || m.flags()&flagChecksumPresent != 0 {
		return silent
	}
	binary.LittleEndian.PutUint32(m[headerLength:], m.flags()&^(flagMoreToCome|flagExhaustAllowed))
	return silent
}

// isGreeting is true for the message by which a client asks who the server is, first on each connection and
// then every few seconds, to see whether it is still there. Nothing else is sent as an OP_QUERY any more.
func (m message) isGreeting() bool {
	if binary.LittleEndian.Uint32(m[12:]) == opQuery {
		return true
	}
	// The flags, the section's kind, the document's length and its first element's type come before the name.
	const name = headerLength + 4 + 1 + 4 + 1
	if !m.hasFlags() || len(m) < name {
		return false
	}
	command, _, _ := bytes.Cut(m[name:], []byte{0})
	return bytes.EqualFold(command, []byte("hello")) || bytes.EqualFold(command, []byte("isMaster"))
}
