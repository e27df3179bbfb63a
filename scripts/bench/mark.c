// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does one thing in a window of counter.c.
 *
 *   mark LOG LABEL write FILE STRING      write a line to a file
 *   mark LOG LABEL read FILE              read a file
 *   mark LOG LABEL run COMMAND ...        start a program and wait for its end
 *   mark LOG LABEL sleep SECONDS
 *   mark LOG LABEL up NETDEV              ifup, until there is a carrier
 *   mark LOG LABEL down NETDEV            ifdown
 *   mark LOG LABEL multicast NETDEV MAC   join a multicast group, and 2 ms more
 *                                         for what is done about it later
 *
 * Appends "LABEL <nanoseconds> <0 or errno>" to LOG; its lines are in the order
 * of the counter's windows.  Exit status: 1 when the thing failed.
 */
#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SETTLE_US	2000
#define CARRIER_STEP_US	500
#define CARRIER_STEPS	20000

/* nopl 0x504552NN(%rax): see counter.c */
#define MARK(nn) asm volatile(".byte 0x0f, 0x1f, 0x80, " #nn ", 0x52, 0x45, 0x50" ::: "memory")

struct job {
	const char *verb;
	char **args;
	struct ifreq dev;
	int sock;
	int fd;
};

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC_RAW, &t);
	return t.tv_sec * 1000000000ll + t.tv_nsec;
}

static int set_up(struct job *job, int up)
{
	if (ioctl(job->sock, SIOCGIFFLAGS, &job->dev))
		return errno;
	job->dev.ifr_flags &= ~IFF_UP;
	if (up)
		job->dev.ifr_flags |= IFF_UP;
	return ioctl(job->sock, SIOCSIFFLAGS, &job->dev) ? errno : 0;
}

static int wait_carrier(struct job *job)
{
	int i;

	for (i = 0; i < CARRIER_STEPS; i++) {
		ioctl(job->sock, SIOCGIFFLAGS, &job->dev);
		if (job->dev.ifr_flags & IFF_RUNNING)
			return 0;
		usleep(CARRIER_STEP_US);
	}
	return ETIMEDOUT;
}

static int run(char **args)
{
	pid_t pid = fork();
	int status;

	if (!pid) {
		execvp(args[0], args);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &status, 0) < 0)
		return errno;
	return status ? ECHILD : 0;
}

/* Everything that is not to be counted */
static void prepare(struct job *job)
{
	unsigned char *mac = (void *)job->dev.ifr_hwaddr.sa_data;
	const char *first = job->args[0];

	job->sock = socket(AF_INET, SOCK_DGRAM, 0);
	snprintf(job->dev.ifr_name, IFNAMSIZ, "%s", first);
	if (!strcmp(job->verb, "write") || !strcmp(job->verb, "read")) {
		job->fd = open(first, job->verb[0] == 'w' ? O_WRONLY : O_RDONLY);
		if (job->fd < 0) {
			perror(first);
			exit(2);
		}
	}
	if (!strcmp(job->verb, "multicast"))
		sscanf(job->args[1], "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", mac, mac + 1, mac + 2,
		       mac + 3, mac + 4, mac + 5);
}

static int act(struct job *job)
{
	char buf[4096];
	int len;

	switch (job->verb[0]) {
	case 'w':
		/* pktgen drops the last byte of a command */
		len = snprintf(buf, sizeof(buf), "%s\n", job->args[1]);
		return write(job->fd, buf, len) == len ? 0 : errno;
	case 'r':
		if (job->verb[1] == 'u')
			return run(job->args);
		return read(job->fd, buf, sizeof(buf)) < 0 ? errno : 0;
	case 's':
		return usleep(atof(job->args[0]) * 1e6) ? errno : 0;
	case 'u':
		return set_up(job, 1) ?: wait_carrier(job);
	case 'd':
		return set_up(job, 0);
	case 'm':
		if (ioctl(job->sock, SIOCADDMULTI, &job->dev))
			return errno;
		return usleep(SETTLE_US) ? errno : 0;
	}
	return EINVAL;
}

int main(int argc, char **argv)
{
	struct job job = { .fd = -1 };
	long long start, end;
	FILE *log;
	int err;

	if (argc < 5)
		return 2;
	job.verb = argv[3];
	job.args = argv + 4;
	prepare(&job);

	start = now();
	MARK(0x01);
	err = act(&job);
	MARK(0x02);
	end = now();

	log = fopen(argv[1], "a");
	if (!log || fprintf(log, "%s %lld %d\n", argv[2], end - start, err) < 0 || fclose(log)) {
		perror(argv[1]);
		return 2;
	}
	if (err)
		fprintf(stderr, "%s: %s: %s\n", argv[2], job.verb, strerror(err));
	return !!err;
}
