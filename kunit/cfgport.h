/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A port as far as wishes, rights and the switch's model go: what would be
 * written to the switch, the link and the VFs' mailboxes is only noted.
 */
#ifndef VTC_KUNIT_CFGPORT_H
#define VTC_KUNIT_CFGPORT_H

#include "../pf/pf.h"
#include "kunit.h"

#define CFGPORT_QUEUES	16

/**
 * struct vtc_cfgport_rate - what a queue was limited to
 * @mbps: limit of its pool
 * @queues: of that pool
 * @speed: of the link
 */
struct vtc_cfgport_rate {
	u32 mbps;
	unsigned int queues;
	u32 speed;
};

/**
 * struct vtc_cfgport - a port and what was done to it
 * @netdev: its netdev, not registered
 * @pf: the port
 * @gen: its generation, to be changed at will
 * @scratch: of @pf
 * @sw: what the switch was told last
 * @commits: times it was told something
 * @forgets: times what it had was forgotten
 * @strip: the MAC strips tags
 * @speed: of the link
 * @rate: of each queue
 * @rates: times one was set
 * @restarted: VFs that were told to begin anew
 * @notified: VFs that were told of their link
 * @may_log: it is not too early for another line
 * @lines: lines logged
 */
struct vtc_cfgport {
	struct net_device *netdev;
	struct vtc_pf *pf;
	struct vtc_gen gen;
	struct vtc_pf_scratch scratch;
	struct vtc_l2sw sw;
	unsigned int commits;
	unsigned int forgets;
	bool strip;
	unsigned int speed;
	struct vtc_cfgport_rate rate[CFGPORT_QUEUES];
	unsigned int rates;
	u32 restarted;
	u32 notified;
	bool may_log;
	unsigned int lines;
};

struct vtc_cfgport *vtc_cfgport_make(struct kunit *test, unsigned int n_vfs,
				     unsigned int n_stations);
void vtc_cfgport_plan(struct kunit *test, struct vtc_cfgport *port,
		      unsigned int n_vfs, unsigned int n_stations);
void vtc_cfgport_restart(struct vtc_pf *pf, unsigned int vf);
void vtc_cfgport_notify(struct vtc_pf *pf, unsigned int vf);

#endif /* VTC_KUNIT_CFGPORT_H */
