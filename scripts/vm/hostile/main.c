// SPDX-License-Identifier: GPL-2.0-only
/*
 * A hostile VF, and meters for what it does to others.
 *
 * The VF must have no driver.  Compiled in the guest by test_hostile.py.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "attacks.h"

static const char usage[] =
	"hostile fuzz BDF COUNT SECONDS SEED   random messages, honestly sent\n"
	"hostile hold BDF SECONDS              never let go of the mailbox, and ring\n"
	"hostile flood BDF SECONDS KIND        ring at full speed: reset, vlan, ack, flr;\n"
	"                                      none: touch the bus and nobody's doorbell\n"
	"hostile cut BDF COUNT SEED            resets in mid-message\n"
	"hostile wild BDF COUNT SEED           write anything anywhere\n"
	"hostile leak BDF                      words that lie in the mailbox\n"
	"hostile ask BDF SECONDS GAP_US        an honest VF: handshakes and their latency\n"
	"hostile gaps CPU SECONDS              what a spinner on that processor loses\n";

static int done(void)
{
	return fflush(stdout) ? 1 : 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	struct box b;

	if (!strcmp(what, "gaps") && argc == 4) {
		meter_gaps(atoi(argv[2]), atof(argv[3]));
		return done();
	}
	if (argc < 3) {
		fputs(usage, stderr);
		return 2;
	}
	attack_may_be_stopped();
	box_open(&b, argv[2]);
	if (!strcmp(what, "fuzz") && argc == 6)
		attack_fuzz(&b, strtoul(argv[3], NULL, 0), atof(argv[4]), atoi(argv[5]));
	else if (!strcmp(what, "hold") && argc == 4)
		attack_hold(&b, atof(argv[3]));
	else if (!strcmp(what, "flood") && argc == 5)
		attack_flood(&b, atof(argv[3]), argv[4]);
	else if (!strcmp(what, "cut") && argc == 5)
		attack_cut(&b, strtoul(argv[3], NULL, 0), atoi(argv[4]));
	else if (!strcmp(what, "wild") && argc == 5)
		attack_wild(&b, strtoul(argv[3], NULL, 0), atoi(argv[4]));
	else if (!strcmp(what, "leak") && argc == 3)
		meter_leak(&b);
	else if (!strcmp(what, "ask") && argc == 5)
		meter_ask(&b, atof(argv[3]), atoi(argv[4]));
	else {
		fputs(usage, stderr);
		return 2;
	}
	return done();
}
