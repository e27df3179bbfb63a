/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Rights for the suites to build switch models from: by hand and at random,
 * from a world of few addresses and VLANs in which everything collides.
 */
#ifndef VTC_KUNIT_RIGHTS_H
#define VTC_KUNIT_RIGHTS_H

#include "../pf/l2sw.h"
#include "kunit.h"

/* Addresses 0..WORLD_MACS-1 are somebody's, the one after them nobody's */
#define WORLD_MACS	8
#define WORLD_GROUPS	3
#define WORLD_VIDS	3	/* 1..WORLD_VIDS, the one after them nobody's */

/**
 * struct vtc_world - a switch and who is on it
 * @caps: table sizes
 * @last: the last pool: the PF's, or in a world without one a VF's
 * @in: what the model is built from
 * @rights: of each pool
 */
struct vtc_world {
	struct vtc_l2sw_caps caps;
	u8 last;
	struct vtc_l2sw_in in;
	struct vtc_vport_rights rights[VTC_L2SW_POOLS];
};

/* What a test asks about: every sender, address and VLAN there is */
struct vtc_probe {
	u8 from;
	u16 vid;
	u8 dst[ETH_ALEN];
};

void vtc_world_mac(unsigned int i, u8 *addr);
void vtc_world_group(unsigned int i, u8 *addr);
struct vtc_world *vtc_world_alloc(struct kunit *test);
struct vtc_vport_rights *vtc_world_vf(struct vtc_world *world, unsigned int vf,
				      unsigned int mac);
struct vtc_vport_rights *vtc_world_pf(struct vtc_world *world, unsigned int mac);
struct vtc_vport_rights *vtc_world_station(struct vtc_world *world,
					   unsigned int pool, unsigned int mac);
void vtc_world_set_last(struct vtc_world *world, unsigned int pool);
void vtc_world_randomize(struct vtc_world *world, struct rnd_state *rnd);
void vtc_world_mutate(struct vtc_world *world, struct rnd_state *rnd);
unsigned int vtc_world_probes(unsigned int pools, struct vtc_probe *probes,
			      unsigned int room);

#endif /* VTC_KUNIT_RIGHTS_H */
