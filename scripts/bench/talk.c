// SPDX-License-Identifier: GPL-2.0-only
/*
 * TCP between two ends, for counting: one byte to and fro, or a stream.
 *
 *   talk echo PORT                  send back what comes
 *   talk sink PORT                  swallow what comes
 *   talk ask ADDRESS PORT N         N times: send a byte, wait for it
 *   talk send ADDRESS PORT BYTES    send, and wait until the sink has it all
 */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static char buf[65536];

static void nodelay(int fd)
{
	int one = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
}

static int serve(int fd, struct sockaddr_in *at, int echo)
{
	int one = 1, peer;
	ssize_t n;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, (void *)at, sizeof(*at)) || listen(fd, 4)) {
		perror("listen");
		return 1;
	}
	for (;;) {
		peer = accept(fd, NULL, NULL);
		nodelay(peer);
		while ((n = read(peer, buf, sizeof(buf))) > 0)
			if (echo && write(peer, buf, n) != n)
				break;
		close(peer);
	}
}

static int ask(int fd, long n)
{
	while (n--)
		if (write(fd, buf, 1) != 1 || read(fd, buf, 1) != 1)
			return 1;
	return 0;
}

static int send_all(int fd, long bytes)
{
	ssize_t n;

	for (; bytes > 0; bytes -= n) {
		n = write(fd, buf, bytes < (long)sizeof(buf) ? bytes : (long)sizeof(buf));
		if (n <= 0)
			return 1;
	}
	shutdown(fd, SHUT_WR);
	while (read(fd, buf, 1) > 0)
		;
	return 0;
}

int main(int argc, char **argv)
{
	struct sockaddr_in at = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	if (argc == 3) {
		at.sin_port = htons(atoi(argv[2]));
		return serve(fd, &at, !strcmp(argv[1], "echo"));
	}
	if (argc != 5 || !inet_aton(argv[2], &at.sin_addr))
		return 2;
	at.sin_port = htons(atoi(argv[3]));
	if (connect(fd, (void *)&at, sizeof(at))) {
		perror("connect");
		return 1;
	}
	nodelay(fd);
	return argv[1][0] == 'a' ? ask(fd, atol(argv[4])) : send_all(fd, atol(argv[4]));
}
