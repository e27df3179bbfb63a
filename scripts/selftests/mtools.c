// SPDX-License-Identifier: GPL-2.0-only
/*
 * msend and mreceive, as far as the kernel's selftests need them: one datagram
 * to a group, or a membership until somebody ends the program.  Debian has no
 * package of them.
 *
 *   msend|mreceive -g GROUP -I INTERFACE [-c COUNT]
 */
#include <arpa/inet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *group, *dev;

static int join(int fd, int six)
{
	struct group_req req = { .gr_interface = if_nametoindex(dev) };
	struct sockaddr_in6 *sin6 = (void *)&req.gr_group;
	struct sockaddr_in *sin = (void *)&req.gr_group;

	req.gr_group.ss_family = six ? AF_INET6 : AF_INET;
	inet_pton(req.gr_group.ss_family, group,
		  six ? (void *)&sin6->sin6_addr : &sin->sin_addr);
	return setsockopt(fd, six ? IPPROTO_IPV6 : IPPROTO_IP, MCAST_JOIN_GROUP,
			  &req, sizeof(req));
}

static int deliver(int fd, int six)
{
	struct sockaddr_in6 sin6 = { .sin6_family = AF_INET6, .sin6_port = htons(4444) };
	struct sockaddr_in sin = { .sin_family = AF_INET, .sin_port = htons(4444) };

	/* Of an interface in a VRF this alone makes the kernel use its routes */
	if (setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, dev, strlen(dev)))
		return -1;
	inet_pton(six ? AF_INET6 : AF_INET, group,
		  six ? (void *)&sin6.sin6_addr : &sin.sin_addr);
	return sendto(fd, "hello", 5, 0, six ? (void *)&sin6 : (void *)&sin,
		      six ? sizeof(sin6) : sizeof(sin)) == 5 ? 0 : -1;
}

int main(int argc, char **argv)
{
	int fd, six, opt, err;

	while ((opt = getopt(argc, argv, "g:I:c:v")) != -1) {
		if (opt == 'g')
			group = optarg;
		else if (opt == 'I')
			dev = optarg;
		else if (opt == 'v')
			return puts("msend version 3.0") < 0;
	}
	if (!group || !dev)
		return 2;
	six = !!strchr(group, ':');
	fd = socket(six ? AF_INET6 : AF_INET, SOCK_DGRAM, 0);
	if (strstr(argv[0], "msend")) {
		err = deliver(fd, six);
	} else {
		err = join(fd, six);
		if (!err)
			pause();
	}
	if (err)
		perror(argv[0]);
	return !!err;
}
