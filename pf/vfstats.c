// SPDX-License-Identifier: GPL-2.0-only
/*
 * What VFs did with their mailboxes, for ethtool -S of the PF.
 *
 * Touches no register.  There are strings for every VF there can be, so that
 * their number does not change under a reader.
 */
#include <linux/ethtool.h>
#include <linux/stddef.h>
#include "kcompat.h"
#include "pf.h"

#define VTC_VFSTATS_COUNT(name) \
	{ "mbx_" #name, offsetof(struct vtc_pf_vf, counts.name) }
#define VTC_VFSTATS_MBX(name, field) \
	{ "mbx_" #name, offsetof(struct vtc_pf_vf, mbx.stats.field) }

static const struct {
	const char *name;
	size_t offset;
} vtc_vfstats_table[] = {
	VTC_VFSTATS_COUNT(requests),
	VTC_VFSTATS_COUNT(refused),
	VTC_VFSTATS_COUNT(unknown),
	VTC_VFSTATS_COUNT(malformed),
	VTC_VFSTATS_COUNT(resets),
	VTC_VFSTATS_COUNT(deferred),
	VTC_VFSTATS_COUNT(spurious),
	VTC_VFSTATS_COUNT(parked),
	{ "multicast_cut", offsetof(struct vtc_pf_vf, counts.mc_cut) },
	{ "filters_reclaimed", offsetof(struct vtc_pf_vf, counts.reclaimed) },
	{ "filters_revoked", offsetof(struct vtc_pf_vf, counts.revoked) },
	{ "spoofed", offsetof(struct vtc_pf_vf, counts.spoofed) },
	VTC_VFSTATS_MBX(rx_msgs, received),
	VTC_VFSTATS_MBX(tx_msgs, sent),
	VTC_VFSTATS_MBX(busy, busy),
	VTC_VFSTATS_MBX(broken, broken),
};

/* As many as there can be */
static unsigned int vtc_vfstats_vfs(const struct vtc_pf *pf)
{
	return pf->gen->chip.max_vfs ? pf->gen->chip.pools : 0;
}

/**
 * vtc_vfstats_count() - how many counters there are
 * @pf: port
 *
 * Context: any.
 * Return: that.
 */
unsigned int vtc_vfstats_count(const struct vtc_pf *pf)
{
	return vtc_vfstats_vfs(pf) * ARRAY_SIZE(vtc_vfstats_table);
}

/**
 * vtc_vfstats_strings() - their names
 * @pf: port
 * @p: where to, is moved on
 *
 * Context: any.
 */
void vtc_vfstats_strings(const struct vtc_pf *pf, u8 **p)
{
	unsigned int vf, i;

	for (vf = 0; vf < vtc_vfstats_vfs(pf); vf++)
		for (i = 0; i < ARRAY_SIZE(vtc_vfstats_table); i++)
			ethtool_sprintf(p, "vf_%u_%s", vf,
					vtc_vfstats_table[i].name);
}

/**
 * vtc_vfstats_values() - their values
 * @pf: port
 * @out: where to
 *
 * Context: sleeps; takes cfg_lock.
 * Return: behind the last of them.
 */
u64 *vtc_vfstats_values(struct vtc_pf *pf, u64 *out)
{
	unsigned int vf, i;

	vtc_cfglock_take(&pf->cfg_lock);
	for (vf = 0; vf < vtc_vfstats_vfs(pf); vf++)
		for (i = 0; i < ARRAY_SIZE(vtc_vfstats_table); i++)
			*out++ = *(const u64 *)((const u8 *)&pf->vf[vf] +
						vtc_vfstats_table[i].offset);
	vtc_cfglock_give(&pf->cfg_lock);
	return out;
}
