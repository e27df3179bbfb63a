/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Questions about Ethernet addresses for the pure files.
 *
 * linux/etherdevice.h has the same, but brings struct net_device with it;
 * files above the pure level use that one.
 */
#ifndef VTC_ADDR_H
#define VTC_ADDR_H

#include <linux/if_ether.h>
#include <linux/string.h>
#include <linux/types.h>

static inline bool vtc_addr_equal(const u8 *a, const u8 *b)
{
	return !memcmp(a, b, ETH_ALEN);
}

static inline bool vtc_addr_is_zero(const u8 *addr)
{
	return !memchr_inv(addr, 0, ETH_ALEN);
}

static inline bool vtc_addr_is_broadcast(const u8 *addr)
{
	return !memchr_inv(addr, 0xff, ETH_ALEN);
}

static inline bool vtc_addr_is_multicast(const u8 *addr)
{
	return addr[0] & 1;
}

/* Fit to be the address of a station */
static inline bool vtc_addr_is_station(const u8 *addr)
{
	return !vtc_addr_is_multicast(addr) && !vtc_addr_is_zero(addr);
}

#endif /* VTC_ADDR_H */
