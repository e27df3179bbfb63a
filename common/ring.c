// SPDX-License-Identifier: GPL-2.0-only
/*
 * Ring sizes.
 */
#include <linux/log2.h>
#include <linux/minmax.h>
#include "ring.h"

/**
 * vtc_ring_size() - the ring size nearest to a wish
 * @wanted: descriptors asked for
 *
 * Context: any.
 * Return: a power of two, VTC_RING_MIN..VTC_RING_MAX, not below @wanted as
 * far as the range allows.
 */
u32 vtc_ring_size(u32 wanted)
{
	wanted = clamp_t(u32, wanted, VTC_RING_MIN, VTC_RING_MAX);
	return roundup_pow_of_two(wanted);
}
