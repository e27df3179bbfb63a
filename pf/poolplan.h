/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who gets which pools, queues and interrupt vectors of a port.
 *
 * VFs own pools 0..n-1, the PF the last one, stations grow down from there.
 * With as many VFs as pools the PF has none.  Vector 0 is for everything but
 * queues; behind it come the PF's queue pairs, then the first pair of each
 * station, then second pairs of stations as far as vectors go, lowest station
 * first.  Where a vector is never changes while the driver is loaded; how many
 * of them there are at a time does: each VF takes some from the top, so a
 * station has to make do with one pair before there is none.
 *
 * Pure: a function of the chip and of what is wished for, and the one place
 * that decides this.
 */
#ifndef VTC_POOLPLAN_H
#define VTC_POOLPLAN_H

#include <linux/types.h>
#include "l2sw.h"

/**
 * struct vtc_poolplan_chip - what a chip has to share
 * @pools: queue pools
 * @pool_queues: queues of a pool
 * @plain_queues: queues of the PF without pools
 * @max_vfs: VFs there can be with one pool left to the PF; 0: no SR-IOV
 * @vectors: MSI-X vectors of the PF
 * @vf_vectors: vectors each VF takes from the upper end of @causes
 * @causes: interrupt causes, shared by PF and VFs
 */
struct vtc_poolplan_chip {
	u8 pools;
	u8 pool_queues;
	u8 plain_queues;
	u8 max_vfs;
	u8 vectors;
	u8 vf_vectors;
	u8 causes;
};

/**
 * struct vtc_poolplan_wish - what is wished for
 * @msix: there is MSI-X, else one interrupt serves all
 * @vectors: MSI-X vectors that could be had; 0: as many as the chip has
 * @cpus: CPUs
 * @rss: queue pairs that the PF shall be able to have at least; 0: one a CPU
 * @pairs: queue pairs it shall have now; 0: as many as @rss says
 * @vmdq: pools of the PF and of stations together; 0, 1: no stations
 * @n_vfs: VFs
 * @busy: pools of stations that are there, one bit each
 */
struct vtc_poolplan_wish {
	bool msix;
	u8 vectors;
	u8 cpus;
	u8 rss;
	u8 pairs;
	u8 vmdq;
	u8 n_vfs;
	u8 busy;
};

/**
 * struct vtc_poolplan - who has what
 * @vt: pools are in use; without, the PF has all queues
 * @n_vfs: VFs; they own the pools below this
 * @pf_pool: pool of the PF, 0 without pools; VTC_L2SW_NO_POOL: VFs have all
 * @pairs: queue pairs the PF shall have
 * @max_pairs: queue pairs it can have; 0: it has no pool
 * @n_stations: stations there can be; station i has the pool i + 1 below the
 *	PF's
 * @n_seconds: of these, from station 0 on, those that can have a second pair
 * @vectors: vectors, from 0, that can be in use; those behind may be VFs'
 * @pair_vectors: vectors kept for the PF's pairs
 * @station_vectors: vectors kept for stations, one for each
 * @second_vectors: vectors kept behind these for second pairs of stations
 */
struct vtc_poolplan {
	bool vt;
	u8 n_vfs;
	u8 pf_pool;
	u8 pairs;
	u8 max_pairs;
	u8 n_stations;
	u8 n_seconds;
	u8 vectors;
	u8 pair_vectors;
	u8 station_vectors;
	u8 second_vectors;
};

int vtc_poolplan_fit(const struct vtc_poolplan_chip *chip,
		     struct vtc_poolplan_wish *wish);
int vtc_poolplan_make(struct vtc_poolplan *plan,
		      const struct vtc_poolplan_chip *chip,
		      const struct vtc_poolplan_wish *wish);
unsigned int vtc_poolplan_most_queues(const struct vtc_poolplan_chip *chip);

/* Vectors to ask the kernel for, once, with MSI-X */
static inline unsigned int vtc_poolplan_all_vectors(const struct vtc_poolplan *plan)
{
	return 1 + plan->pair_vectors + plan->station_vectors +
	       plan->second_vectors;
}

static inline unsigned int vtc_poolplan_pair_vector(unsigned int pair)
{
	return 1 + pair;
}

/* @station below station_vectors, or below second_vectors for pair 1 */
static inline unsigned int
vtc_poolplan_station_vector(const struct vtc_poolplan *plan,
			    unsigned int station, unsigned int pair)
{
	return 1 + plan->pair_vectors + pair * plan->station_vectors + station;
}

/* Pairs for which a station has vectors, whether VFs have taken one or not */
static inline unsigned int
vtc_poolplan_station_most_pairs(const struct vtc_poolplan *plan,
				unsigned int station)
{
	return station < plan->second_vectors ? 2 : 1;
}

/*
 * Pairs a station shall have now: as many as the PF, which is how ethtool -L and
 * RSS are meant for all.  @station below n_stations.
 */
static inline unsigned int
vtc_poolplan_station_pairs(const struct vtc_poolplan *plan, unsigned int station)
{
	return plan->pairs > 1 && station < plan->n_seconds ? 2 : 1;
}

/* Transmit queue of a station's first pair; the second one's is the next */
static inline unsigned int
vtc_poolplan_station_queue(const struct vtc_poolplan *plan, unsigned int station)
{
	unsigned int seconds = station < plan->second_vectors ?
			       station : plan->second_vectors;

	return plan->pair_vectors + station + seconds;
}

/* @station below n_stations */
static inline unsigned int
vtc_poolplan_station_pool(const struct vtc_poolplan *plan, unsigned int station)
{
	return plan->pf_pool - 1 - station;
}

#endif /* VTC_POOLPLAN_H */
