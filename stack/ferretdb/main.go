// Command ferretdb is Errand's embedded stand-in for MongoDB, for machines where the official mongod cannot
// be had: FerretDB over SQLite files, behind a proxy that lets one message through at a time.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"os"
	"os/signal"
	"syscall"

	"github.com/FerretDB/FerretDB/ferretdb"
)

// innerSocket is relative to the data folder, which is the working directory: the path of a Unix socket may
// have about 100 characters only.
const innerSocket = "ferretdb.sock"

func main() {
	listen := flag.String("listen", "127.0.0.1:27017", "address to listen on")
	dir := flag.String("dir", "", "folder of the SQLite files; made where it is missing")
	withStdin := flag.Bool("exit-with-stdin", false, "stop when standard input closes")
	version := flag.Bool("version", false, "print what this is, and stop")
	flag.Parse()

	if *version {
		fmt.Println("FerretDB over SQLite, for Errand")
		return
	}

	// Warnings of FerretDB quote what is stored.
	logger := slog.New(slog.NewJSONHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))
	slog.SetDefault(logger)

	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	if *withStdin {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin)
			stop()
		}()
	}

	if err := serve(ctx, *listen, *dir, logger); err != nil {
		logger.Error(err.Error())
		os.Exit(1)
	}
}

// serve runs FerretDB and its proxy until ctx is done.
func serve(ctx context.Context, listen, dir string, logger *slog.Logger) error {
	if dir == "" {
		return errors.New("-dir is missing")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := os.Chdir(dir); err != nil {
		return err
	}
	// Left behind by a process that was killed.
	if err := os.Remove(innerSocket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}

	// First, so that a port in use is noticed before a database is opened.
	listener, err := net.Listen("tcp", listen)
	if err != nil {
		return err
	}
	defer listener.Close()

	database, err := ferretdb.New(&ferretdb.Config{
		Listener:  ferretdb.ListenerConfig{Unix: innerSocket},
		Logger:    logger,
		Handler:   "sqlite",
		SQLiteURL: "file:./",
	})
	if err != nil {
		return err
	}

	proxy := &proxy{
		listener: listener,
		dial:     func() (net.Conn, error) { return net.Dial("unix", innerSocket) },
		logger:   logger,
	}
	// The proxy goes first: a message that is under way gets its answer before the database closes.
	databaseContext, closeDatabase := context.WithCancel(context.Background())
	go func() {
		<-ctx.Done()
		proxy.stop()
		closeDatabase()
	}()
	go proxy.serve()
	go (&idIndexer{turn: &proxy.turn, logger: logger}).run(ctx)

	return database.Run(databaseContext)
}
