// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sharing pools, queues and vectors out, pure.
 */
#include <linux/bits.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include "poolplan.h"

/* The lowest pool a station has ends where VFs can be */
static unsigned int vtc_poolplan_room_for_vfs(const struct vtc_poolplan_chip *chip,
					      const struct vtc_poolplan_wish *wish)
{
	return wish->busy ? __ffs(wish->busy) : chip->pools;
}

static int vtc_poolplan_fit_vfs(const struct vtc_poolplan_chip *chip,
				struct vtc_poolplan_wish *wish)
{
	unsigned int room = vtc_poolplan_room_for_vfs(chip, wish);
	int err = wish->n_vfs > chip->pools ? -ERANGE : -EBUSY;

	if (wish->n_vfs && (!chip->max_vfs || !wish->msix)) {
		wish->n_vfs = 0;
		return -EOPNOTSUPP;
	}
	if (wish->n_vfs <= room)
		return 0;
	wish->n_vfs = room;
	return err;
}

static int vtc_poolplan_fit_vmdq(const struct vtc_poolplan_chip *chip,
				 struct vtc_poolplan_wish *wish)
{
	if (wish->vmdq > 1 && !wish->msix) {
		wish->vmdq = 0;
		return -EOPNOTSUPP;
	}
	if (wish->vmdq <= chip->pools)
		return 0;
	wish->vmdq = chip->pools;
	return -ERANGE;
}

/**
 * vtc_poolplan_fit() - reduce a wish to what can be had
 * @chip: the chip
 * @wish: wish; the result is one that vtc_poolplan_make() fulfils
 *
 * Stations that are there keep their pools, VFs get what is below.
 *
 * Context: any.
 * Return: 0 if it fits as it is, else why not: -EOPNOTSUPP: no VFs on this
 * chip, or neither VFs nor stations without MSI-X; -ERANGE: more than the chip
 * has; -EBUSY: stations have the pools.
 */
int vtc_poolplan_fit(const struct vtc_poolplan_chip *chip,
		     struct vtc_poolplan_wish *wish)
{
	int vfs = vtc_poolplan_fit_vfs(chip, wish);
	int vmdq = vtc_poolplan_fit_vmdq(chip, wish);

	return vfs ? vfs : vmdq;
}

/* Vectors are shared out once, for the mode with fewest VFs */
static void vtc_poolplan_keep_vectors(struct vtc_poolplan *plan,
				      const struct vtc_poolplan_chip *chip,
				      const struct vtc_poolplan_wish *wish)
{
	u8 queues = wish->vmdq > 1 ? chip->pool_queues : chip->plain_queues;
	u8 have = wish->vectors ? min(wish->vectors, chip->vectors) :
				  chip->vectors;

	if (!wish->msix) {
		plan->pair_vectors = 1;
		return;
	}
	plan->pair_vectors = min3(queues, max3(wish->cpus, wish->rss, (u8)1),
				  (u8)(have - 1));
	if (wish->vmdq <= 1)
		return;
	have -= 1 + plan->pair_vectors;
	plan->station_vectors = min_t(u8, wish->vmdq - 1, have);
	have -= plan->station_vectors;
	/* No station spreads over more queues than the PF can */
	if (plan->pair_vectors > 1)
		plan->second_vectors = min(plan->station_vectors, have);
}

/* Vectors of the PF that are no VF's */
static u8 vtc_poolplan_own_vectors(const struct vtc_poolplan_chip *chip,
				   unsigned int n_vfs)
{
	return min_t(unsigned int, chip->vectors,
		     chip->causes - chip->vf_vectors * n_vfs);
}

static void vtc_poolplan_share_pools(struct vtc_poolplan *plan,
				     const struct vtc_poolplan_chip *chip)
{
	u8 own = vtc_poolplan_own_vectors(chip, plan->n_vfs);
	u8 seconds = 1 + plan->pair_vectors + plan->station_vectors;

	plan->pf_pool = chip->pools - 1;
	plan->max_pairs = min3(plan->pair_vectors, chip->pool_queues,
			       (u8)(own - 1));
	if (own > 1 + plan->pair_vectors)
		plan->n_stations = min3(plan->station_vectors,
					(u8)(plan->pf_pool - plan->n_vfs),
					(u8)(own - 1 - plan->pair_vectors));
	if (own > seconds)
		plan->n_seconds = min3(plan->second_vectors, plan->n_stations,
				       (u8)(own - seconds));
}

static u8 vtc_poolplan_pairs(const struct vtc_poolplan *plan,
			     const struct vtc_poolplan_wish *wish)
{
	u8 n = wish->pairs ? wish->pairs : wish->rss ? wish->rss : wish->cpus;

	return min(max(n, (u8)1), plan->max_pairs);
}

static u8 vtc_poolplan_vectors(const struct vtc_poolplan *plan,
			       const struct vtc_poolplan_wish *wish)
{
	if (!wish->msix)
		return 1;
	if (plan->n_seconds)
		return 1 + vtc_poolplan_station_vector(plan, plan->n_seconds - 1,
						       1);
	if (plan->n_stations)
		return 1 + vtc_poolplan_station_vector(plan, plan->n_stations - 1,
						       0);
	return 1 + plan->max_pairs;
}

/**
 * vtc_poolplan_make() - share out
 * @plan: result; as it was if that is an error
 * @chip: the chip
 * @wish: what is wished for
 *
 * Context: any.
 * Return: 0, or why it does not fit, as vtc_poolplan_fit() says.
 */
int vtc_poolplan_make(struct vtc_poolplan *plan,
		      const struct vtc_poolplan_chip *chip,
		      const struct vtc_poolplan_wish *wish)
{
	struct vtc_poolplan_wish fit = *wish;
	int err = vtc_poolplan_fit(chip, &fit);

	if (err)
		return err;
	memset(plan, 0, sizeof(*plan));
	plan->vt = wish->n_vfs || wish->vmdq > 1;
	plan->n_vfs = wish->n_vfs;
	vtc_poolplan_keep_vectors(plan, chip, wish);
	if (!plan->vt)
		plan->max_pairs = min(plan->pair_vectors, chip->plain_queues);
	else if (plan->n_vfs == chip->pools)
		plan->pf_pool = VTC_L2SW_NO_POOL;
	else
		vtc_poolplan_share_pools(plan, chip);
	plan->pairs = vtc_poolplan_pairs(plan, wish);
	plan->vectors = vtc_poolplan_vectors(plan, wish);
	return 0;
}

/**
 * vtc_poolplan_most_queues() - queue pairs that PF and stations can ever have
 * @chip: the chip
 *
 * Each has a vector, and one is for everything else.
 *
 * Context: any.
 * Return: their number.
 */
unsigned int vtc_poolplan_most_queues(const struct vtc_poolplan_chip *chip)
{
	return max_t(unsigned int, chip->plain_queues,
		     min(chip->vectors - 1, chip->pool_queues * chip->pools));
}
