// SPDX-License-Identifier: GPL-2.0-only
/*
 * The switch of an 82576, read from its registers.
 *
 * Knows the silicon's rules (7.10.3) and nothing of the driver's model.
 */
#include <linux/bitfield.h>
#include <linux/bug.h>
#include <linux/string.h>
#include "chip.h"
#include "../common/regs_82576.h"

#define CHIP_POOLS	8
#define CHIP_MACS	24
#define CHIP_VLANS	32

void vtc_chip_write(struct vtc_chip *chip, u32 offset, u32 val)
{
	if (WARN_ON(offset >= VTC_CHIP_BYTES || offset % 4))
		return;
	chip->reg[offset / 4] = val;
}

u32 vtc_chip_read(const struct vtc_chip *chip, u32 offset)
{
	return chip->reg[offset / 4];
}

static bool chip_bit(const struct vtc_chip *chip, u32 table, unsigned int bit)
{
	return vtc_chip_read(chip, table + bit / 32 * 4) >> bit % 32 & 1;
}

/* Bit 12-wide window of the last two bytes, multicast offset 0 */
static unsigned int chip_hash(const u8 *dst)
{
	return (dst[5] << 8 | dst[4]) >> 4;
}

static u8 chip_vmolr(const struct vtc_chip *chip, u32 flag)
{
	unsigned int i;
	u8 pools = 0;

	for (i = 0; i < CHIP_POOLS; i++)
		if (vtc_chip_read(chip, VTC_VMOLR(i)) & flag)
			pools |= 1 << i;
	return pools;
}

static bool chip_is_multicast(const u8 *dst)
{
	return dst[0] & 1;
}

static bool chip_is_broadcast(const u8 *dst)
{
	static const u8 all[] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };

	return !memcmp(dst, all, sizeof(all));
}

/* Pools of all valid entries with this address; *any: there is such an entry */
static u8 chip_exact(const struct vtc_chip *chip, const u8 *dst, bool *any)
{
	u32 low = dst[0] | dst[1] << 8 | dst[2] << 16 | (u32)dst[3] << 24;
	u32 high = dst[4] | dst[5] << 8;
	unsigned int i;
	u8 pools = 0;

	*any = false;
	for (i = 0; i < CHIP_MACS; i++) {
		u32 reg = i < 16 ? VTC_RAL(i) : VTC_RAL_HIGH(i);
		u32 rah = vtc_chip_read(chip, reg + 4);

		if (!(rah & VTC_RAH_AV) || FIELD_GET(VTC_RAH_ADDR, rah) != high ||
		    vtc_chip_read(chip, reg) != low)
			continue;
		*any = true;
		pools |= FIELD_GET(VTC_RAH_POOLS, rah);
	}
	return pools;
}

static u8 chip_vlan_pools(const struct vtc_chip *chip, u16 vid)
{
	unsigned int i;
	u8 pools = 0;

	for (i = 0; i < CHIP_VLANS; i++) {
		u32 vlvf = vtc_chip_read(chip, VTC_VLVF(i));

		if (vlvf & VTC_VLVF_EN && FIELD_GET(VTC_VLVF_VID, vlvf) == vid)
			pools |= FIELD_GET(VTC_VLVF_POOLS, vlvf);
	}
	return pools;
}

/* The port's VLAN filter, in front of everything else */
static bool chip_vlan_passes(const struct vtc_chip *chip, u16 vid)
{
	if (vid == VTC_CHIP_UNTAGGED)
		return true;
	if (!(vtc_chip_read(chip, VTC_RCTL) & VTC_RCTL_VFE))
		return true;
	return chip_bit(chip, VTC_VFTA(0), vid);
}

static u8 chip_match_addr(const struct vtc_chip *chip, const u8 *dst)
{
	u8 pools, vfre = vtc_chip_read(chip, VTC_VFRE);
	bool any;

	if (chip_is_broadcast(dst))
		return chip_vmolr(chip, VTC_VMOLR_BAM);
	pools = chip_exact(chip, dst, &any);
	if (chip->match_needs_vfre)
		pools &= vfre;
	if (!chip_is_multicast(dst)) {
		if (!pools && chip_bit(chip, VTC_UTA(0), chip_hash(dst)))
			pools = chip_vmolr(chip, VTC_VMOLR_ROPE);
		return pools;
	}
	if (!pools && chip_bit(chip, VTC_MTA(0), chip_hash(dst)))
		pools = chip_vmolr(chip, VTC_VMOLR_ROMPE);
	return pools | chip_vmolr(chip, VTC_VMOLR_MPME);
}

static u8 chip_match_vlan(const struct vtc_chip *chip, u16 vid)
{
	if (!(vtc_chip_read(chip, VTC_RCTL) & VTC_RCTL_VFE))
		return 0xff;
	if (vid == VTC_CHIP_UNTAGGED)
		return chip_vmolr(chip, VTC_VMOLR_AUPE);
	return chip_vlan_pools(chip, vid);
}

static u8 chip_receive_pools(const struct vtc_chip *chip, u8 from,
			     const u8 *dst, u16 vid)
{
	u32 vt_ctl = vtc_chip_read(chip, VTC_VT_CTL);
	u32 vfre = vtc_chip_read(chip, VTC_VFRE);
	u8 pools = chip_match_addr(chip, dst);

	/* Own frames do not come back: LLE is off */
	if (from != VTC_CHIP_WIRE)
		pools &= ~(1 << from);
	pools &= chip_match_vlan(chip, vid);
	if (chip->match_needs_vfre)
		pools &= vfre;
	if (!pools && from == VTC_CHIP_WIRE && !chip_is_multicast(dst) &&
	    !(vt_ctl & VTC_VT_CTL_DIS_DEF_PL))
		pools = 1 << FIELD_GET(VTC_VT_CTL_DEF_PL, vt_ctl);
	return pools & vfre;
}

static u8 chip_receive_plain(const struct vtc_chip *chip, const u8 *dst)
{
	u32 rctl = vtc_chip_read(chip, VTC_RCTL);
	bool match;

	chip_exact(chip, dst, &match);
	if (chip_is_broadcast(dst))
		match |= !!(rctl & VTC_RCTL_BAM);
	else if (!chip_is_multicast(dst))
		match |= !!(rctl & VTC_RCTL_UPE);
	else
		match |= rctl & VTC_RCTL_MPE ||
			 chip_bit(chip, VTC_MTA(0), chip_hash(dst));
	return match ? 1 << chip->pf_pool : 0;
}

static bool chip_has_pools(const struct vtc_chip *chip)
{
	u32 mode = FIELD_GET(VTC_MRQC_MODE, vtc_chip_read(chip, VTC_MRQC));

	return mode == VTC_MRQC_MODE_VMDQ || mode == VTC_MRQC_MODE_VMDQ_RSS;
}

static u8 chip_receive(const struct vtc_chip *chip, u8 from, const u8 *dst,
		       u16 vid)
{
	if (!(vtc_chip_read(chip, VTC_RCTL) & VTC_RCTL_EN))
		return 0;
	if (!chip_vlan_passes(chip, vid))
		return 0;
	if (!chip_has_pools(chip))
		return chip_receive_plain(chip, dst);
	return chip_receive_pools(chip, from, dst, vid);
}

/* The tag the chip puts on what a pool sends */
static u16 chip_tag(const struct vtc_chip *chip, u8 from, u16 vid)
{
	u32 vmvir = vtc_chip_read(chip, VTC_VMVIR(from));

	return vmvir & VTC_VMVIR_ALWAYS ? vmvir & 0xfff : vid;
}

static bool chip_spoofed(const struct vtc_chip *chip, u8 from, u16 vid)
{
	u32 checked = FIELD_GET(VTC_DTXSWC_VLANAS,
				vtc_chip_read(chip, VTC_DTXSWC));

	return checked >> from & 1 && vid != VTC_CHIP_UNTAGGED &&
	       !(chip_vlan_pools(chip, vid) >> from & 1);
}

static struct vtc_chip_verdict chip_send(const struct vtc_chip *chip, u8 from,
					 const u8 *dst, u16 vid)
{
	struct vtc_chip_verdict v = { 0, true };
	bool known;

	if (!(vtc_chip_read(chip, VTC_VFTE) >> from & 1))
		return (struct vtc_chip_verdict){ 0, false };
	if (!chip_has_pools(chip))
		return v;
	vid = chip_tag(chip, from, vid);
	if (chip_spoofed(chip, from, vid))
		return (struct vtc_chip_verdict){ 0, false };
	if (!(vtc_chip_read(chip, VTC_DTXSWC) & VTC_DTXSWC_LOOPBACK))
		return v;
	v.pools = chip_receive(chip, from, dst, vid);
	chip_exact(chip, dst, &known);
	if (vtc_chip_read(chip, VTC_RCTL) & VTC_RCTL_EN &&
	    chip_vlan_passes(chip, vid) && !chip_is_multicast(dst) && known)
		v.wire = false;
	return v;
}

struct vtc_chip_verdict vtc_chip_forward(const struct vtc_chip *chip, u8 from,
					 const u8 *dst, u16 vid)
{
	struct vtc_chip_verdict v = { 0 };

	if (from != VTC_CHIP_WIRE)
		return chip_send(chip, from, dst, vid);
	v.pools = chip_receive(chip, from, dst, vid);
	return v;
}

/*
 * Queue of a frame for a pool, by its hash: queue n of pool p is p + 8 * n
 * (8.26.1).  Without pools @pool means nothing.  A frame without hash is for
 * the first queue, whatever the table says.
 */
unsigned int vtc_chip_queue(const struct vtc_chip *chip, unsigned int pool,
			    int hash)
{
	u32 mode = FIELD_GET(VTC_MRQC_MODE, vtc_chip_read(chip, VTC_MRQC));
	unsigned int entry = 0;

	if (hash != VTC_CHIP_NO_HASH)
		entry = vtc_chip_read(chip, VTC_RETA(hash % 128 / 4)) >>
			hash % 4 * 8 & 0xf;
	if (!chip_has_pools(chip))
		return mode == VTC_MRQC_MODE_RSS ? entry : 0;
	if (mode != VTC_MRQC_MODE_VMDQ_RSS ||
	    !(vtc_chip_read(chip, VTC_VMOLR(pool)) & VTC_VMOLR_RSSE))
		return pool;
	return pool + (entry & 8);
}
