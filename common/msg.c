// SPDX-License-Identifier: GPL-2.0-only
/*
 * The mailbox protocol, pure: 16 words <-> struct vtc_msg and replies.
 *
 * Owns every bit of every message.  A word that comes in is hostile until it
 * has passed here; nothing here knows who sent it or what he may do.  There is
 * no length on the wire, so words after a message's own are never looked at.
 */
#include <linux/bitfield.h>
#include <linux/bitmap.h>
#include <linux/errno.h>
#include <linux/minmax.h>
#include <linux/string.h>
#include "addr.h"
#include "msg.h"

/* Bits of a header that no request has */
#define VTC_MSG_HDR_RESERVED	GENMASK(28, 24)
#define VTC_MSG_HDR_ANSWER	(VTC_MBX_ACK | VTC_MBX_NACK)
/* What an answer may change in the header besides its verdict */
#define VTC_MSG_HDR_ECHO	(VTC_MBX_CTS | VTC_MBX_INFO)

#define VTC_MSG_INFO_MAC	GENMASK(17, 16)
#define VTC_MSG_INFO_VLAN_ADD	BIT(16)
#define VTC_MSG_VID		GENMASK(11, 0)
#define VTC_MSG_VID_NONE	4095

/**
 * struct vtc_msg_row - how one request is taken apart
 * @op: VTC_MBX_OP_*
 * @words: words on the wire, header included
 * @info: header bits it may use
 * @decode: checks and fetches the payload; NULL: has none
 */
struct vtc_msg_row {
	u16 op;
	u8 words;
	u32 info;
	int (*decode)(const u32 *w, struct vtc_msg *msg);
};

/* Address bytes lie in memory order of little-endian words */
static void vtc_msg_get_addr(const u32 *w, u8 *addr)
{
	unsigned int i;

	for (i = 0; i < ETH_ALEN; i++)
		addr[i] = w[i / 4] >> 8 * (i % 4);
}

static void vtc_msg_put_addr(const u8 *addr, u32 *w)
{
	unsigned int i;

	for (i = 0; i < ETH_ALEN; i++)
		w[i / 4] |= (u32)addr[i] << 8 * (i % 4);
}

/* Hashes lie two to a word, the lower half first */
static u16 vtc_msg_get_hash(const u32 *w, unsigned int i)
{
	return w[1 + i / 2] >> 16 * (i % 2);
}

static int vtc_msg_decode_mac(const u32 *w, struct vtc_msg *msg)
{
	u32 verb = FIELD_GET(VTC_MSG_INFO_MAC, w[0]);

	if (verb == VTC_MBX_MAC_CLEAR) {
		/* Today's VFs send zeroes here, so the address says nothing */
		msg->mac.verb = VTC_MSG_MAC_CLEAR;
		return 0;
	}
	if (verb != VTC_MBX_MAC_PRIMARY && verb != VTC_MBX_MAC_ADD)
		return -EINVAL;
	msg->mac.verb = verb == VTC_MBX_MAC_ADD ? VTC_MSG_MAC_ADD :
						  VTC_MSG_MAC_PRIMARY;
	vtc_msg_get_addr(w + 1, msg->mac.addr);
	return vtc_addr_is_station(msg->mac.addr) ? 0 : -EINVAL;
}

/* A part says how much it has, and only the last one that it is not enough */
static bool vtc_msg_is_mc_part(const struct vtc_msg *msg, u32 count)
{
	return count && count <= VTC_MBX_MC_MAX &&
	       !(msg->mc.more && msg->mc.overflow);
}

static int vtc_msg_decode_mc(const u32 *w, struct vtc_msg *msg)
{
	u32 count = FIELD_GET(VTC_MBX_MC_COUNT, w[0]);
	unsigned int i;

	msg->mc.cont = w[0] & VTC_MBX_MC_CONT;
	msg->mc.more = w[0] & VTC_MBX_MC_MORE;
	msg->mc.overflow = w[0] & VTC_MBX_MC_OVERFLOW ||
			   count > VTC_MBX_MC_MAX;
	if ((msg->mc.cont || msg->mc.more) && !vtc_msg_is_mc_part(msg, count))
		return -EINVAL;
	msg->mc.n = min_t(u32, count, VTC_MBX_MC_MAX);
	for (i = 0; i < msg->mc.n; i++) {
		u16 hash = vtc_msg_get_hash(w, i);

		if (hash > VTC_MBX_MC_HASH)
			return -EINVAL;
		msg->mc.hash[i] = hash;
	}
	return 0;
}

static int vtc_msg_decode_vlan(const u32 *w, struct vtc_msg *msg)
{
	if (w[1] & ~VTC_MSG_VID || w[1] == VTC_MSG_VID_NONE)
		return -EINVAL;
	msg->vlan.vid = w[1];
	msg->vlan.add = w[0] & VTC_MSG_INFO_VLAN_ADD;
	return 0;
}

static int vtc_msg_decode_lpe(const u32 *w, struct vtc_msg *msg)
{
	msg->max_frame = w[1];
	return 0;
}

static int vtc_msg_decode_promisc(const u32 *w, struct vtc_msg *msg)
{
	msg->promisc.unicast = w[0] & VTC_MBX_PROMISC_UC;
	msg->promisc.multicast = w[0] & VTC_MBX_PROMISC_MC;
	return 0;
}

static const struct vtc_msg_row vtc_msg_rows[] = {
	{ VTC_MBX_OP_RESET, 1, 0, NULL },
	{ VTC_MBX_OP_SET_MAC, 3, VTC_MSG_INFO_MAC, vtc_msg_decode_mac },
	{ VTC_MBX_OP_SET_MC, VTC_MBX_WORDS,
	  VTC_MBX_MC_COUNT | VTC_MBX_MC_CONT | VTC_MBX_MC_MORE |
	  VTC_MBX_MC_OVERFLOW, vtc_msg_decode_mc },
	{ VTC_MBX_OP_SET_VLAN, 2, VTC_MSG_INFO_VLAN_ADD, vtc_msg_decode_vlan },
	{ VTC_MBX_OP_SET_LPE, 2, 0, vtc_msg_decode_lpe },
	{ VTC_MBX_OP_SET_PROMISC, 1, VTC_MBX_PROMISC_UC | VTC_MBX_PROMISC_MC,
	  vtc_msg_decode_promisc },
};

static const struct vtc_msg_row *vtc_msg_find_row(u16 op)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(vtc_msg_rows); i++)
		if (vtc_msg_rows[i].op == op)
			return &vtc_msg_rows[i];
	return NULL;
}

/**
 * vtc_msg_decode_req - take a request of a VF apart
 * @w: copy of all VTC_MBX_WORDS words; must not change meanwhile
 * @msg: result, zeroed where the request says nothing; only valid on success
 *
 * Context: any.
 * Return: 0; -EBADMSG for a word that is an answer; -EOPNOTSUPP for an opcode
 * nobody knows; -EINVAL for known opcodes with bits, counts or addresses that
 * make no sense.
 */
int vtc_msg_decode_req(const u32 *w, struct vtc_msg *msg)
{
	const struct vtc_msg_row *row;
	u32 extra;

	memset(msg, 0, sizeof(*msg));
	if (w[0] & VTC_MSG_HDR_ANSWER)
		return -EBADMSG;
	msg->op = FIELD_GET(VTC_MBX_OP, w[0]);
	row = vtc_msg_find_row(msg->op);
	if (!row)
		return -EOPNOTSUPP;
	extra = w[0] & ~(VTC_MBX_OP | row->info);
	/* A VF that repeats the CTS it was given does no harm */
	if (row->decode)
		extra &= ~VTC_MBX_CTS;
	if (extra)
		return -EINVAL;
	return row->decode ? row->decode(w, msg) : 0;
}

static void vtc_msg_encode_mac(const struct vtc_msg *msg, u32 *w)
{
	static const u8 verbs[] = {
		[VTC_MSG_MAC_PRIMARY] = VTC_MBX_MAC_PRIMARY,
		[VTC_MSG_MAC_CLEAR] = VTC_MBX_MAC_CLEAR,
		[VTC_MSG_MAC_ADD] = VTC_MBX_MAC_ADD,
	};

	w[0] |= FIELD_PREP(VTC_MSG_INFO_MAC, verbs[msg->mac.verb]);
	vtc_msg_put_addr(msg->mac.addr, w + 1);
}

static void vtc_msg_encode_mc(const struct vtc_msg *msg, u32 *w)
{
	unsigned int n = min_t(unsigned int, msg->mc.n, VTC_MBX_MC_MAX);
	unsigned int i;

	w[0] |= FIELD_PREP(VTC_MBX_MC_COUNT, n);
	if (msg->mc.overflow || msg->mc.n > n)
		w[0] |= VTC_MBX_MC_OVERFLOW;
	w[0] |= msg->mc.cont ? VTC_MBX_MC_CONT : 0;
	w[0] |= msg->mc.more ? VTC_MBX_MC_MORE : 0;
	for (i = 0; i < n; i++)
		w[1 + i / 2] |= (u32)msg->mc.hash[i] << 16 * (i % 2);
}

/**
 * vtc_msg_encode_req - build a request
 * @msg: what to ask
 * @w: VTC_MBX_WORDS words; those not used become zero
 *
 * A PF driver in use today checks the address even of MAC_CLEAR: fill it in.
 *
 * Context: any.
 * Return: number of words to send, 0 for an opcode that is not a request.
 */
unsigned int vtc_msg_encode_req(const struct vtc_msg *msg, u32 *w)
{
	const struct vtc_msg_row *row = vtc_msg_find_row(msg->op);

	memset(w, 0, VTC_MBX_WORDS * sizeof(*w));
	if (!row)
		return 0;
	w[0] = FIELD_PREP(VTC_MBX_OP, msg->op);
	switch (msg->op) {
	case VTC_MBX_OP_SET_MAC:
		vtc_msg_encode_mac(msg, w);
		break;
	case VTC_MBX_OP_SET_MC:
		vtc_msg_encode_mc(msg, w);
		break;
	case VTC_MBX_OP_SET_VLAN:
		w[0] |= msg->vlan.add ? VTC_MSG_INFO_VLAN_ADD : 0;
		w[1] = msg->vlan.vid;
		break;
	case VTC_MBX_OP_SET_LPE:
		w[1] = msg->max_frame;
		break;
	case VTC_MBX_OP_SET_PROMISC:
		w[0] |= msg->promisc.unicast ? VTC_MBX_PROMISC_UC : 0;
		w[0] |= msg->promisc.multicast ? VTC_MBX_PROMISC_MC : 0;
		break;
	}
	return row->words;
}

/**
 * vtc_msg_encode_reply - answer a request other than RESET
 * @header: first word of the request
 * @err: 0 to agree, anything else to refuse
 * @w: VTC_MBX_WORDS words; those not used become zero
 *
 * The info field is echoed, as PF drivers do.  VF drivers in use today look
 * for a refusal of SET_VLAN without it and of SET_MAC with it, so these two
 * are told in the way in which they are noticed.
 *
 * Context: any.
 * Return: number of words to send.
 */
unsigned int vtc_msg_encode_reply(u32 header, int err, u32 *w)
{
	u32 echo = VTC_MBX_OP | VTC_MBX_INFO;

	if (err && FIELD_GET(VTC_MBX_OP, header) == VTC_MBX_OP_SET_VLAN)
		echo = VTC_MBX_OP;
	memset(w, 0, VTC_MBX_WORDS * sizeof(*w));
	w[0] = (header & echo) | VTC_MBX_CTS;
	w[0] |= err ? VTC_MBX_NACK : VTC_MBX_ACK;
	return 1;
}

static u32 vtc_msg_encode_ext(enum vtc_link_policy link)
{
	static const u8 links[] = {
		[VTC_LINK_AUTO] = VTC_MBX_EXT_LINK_AUTO,
		[VTC_LINK_ENABLE] = VTC_MBX_EXT_LINK_UP,
		[VTC_LINK_DISABLE] = VTC_MBX_EXT_LINK_DOWN,
	};

	return VTC_MBX_EXT_MAGIC | FIELD_PREP(VTC_MBX_EXT_LINK, links[link]) |
	       VTC_MBX_EXT_MC_PARTS;
}

/* Values nobody has defined yet mean the harmless one */
static bool vtc_msg_decode_ext(u32 word, enum vtc_link_policy *link)
{
	*link = VTC_LINK_AUTO;
	if ((word & VTC_MBX_EXT_MAGIC_MASK) != VTC_MBX_EXT_MAGIC)
		return false;
	switch (FIELD_GET(VTC_MBX_EXT_LINK, word)) {
	case VTC_MBX_EXT_LINK_UP:
		*link = VTC_LINK_ENABLE;
		break;
	case VTC_MBX_EXT_LINK_DOWN:
		*link = VTC_LINK_DISABLE;
		break;
	}
	return true;
}

/**
 * vtc_msg_encode_reset_reply - answer RESET: agreed, and this is your address
 * @mac: the VF's address
 * @link: link policy
 * @w: VTC_MBX_WORDS words; those not used become zero
 *
 * CTS is not set: VF drivers in use today compare the whole word.
 *
 * Context: any.
 * Return: number of words to send.
 */
unsigned int vtc_msg_encode_reset_reply(const u8 *mac, enum vtc_link_policy link,
					u32 *w)
{
	memset(w, 0, VTC_MBX_WORDS * sizeof(*w));
	w[0] = VTC_MBX_OP_RESET | VTC_MBX_ACK;
	vtc_msg_put_addr(mac, w + 1);
	w[VTC_MBX_RESET_EXT] = vtc_msg_encode_ext(link);
	return VTC_MBX_RESET_EXT + 1;
}

/**
 * vtc_msg_encode_control - news from the PF: link or reset
 * @cts: the VF counts as initialised
 * @link: link policy
 * @w: VTC_MBX_WORDS words; those not used become zero
 *
 * Context: any.
 * Return: number of words to send.
 */
unsigned int vtc_msg_encode_control(bool cts, enum vtc_link_policy link, u32 *w)
{
	memset(w, 0, VTC_MBX_WORDS * sizeof(*w));
	w[0] = VTC_MBX_OP_PF_CONTROL | (cts ? VTC_MBX_CTS : 0);
	w[VTC_MBX_CONTROL_EXT] = vtc_msg_encode_ext(link);
	return VTC_MBX_CONTROL_EXT + 1;
}

/**
 * vtc_msg_encode_lost_cts - tell a VF that it has to RESET first
 * @w: VTC_MBX_WORDS words; those not used become zero
 *
 * Context: any.
 * Return: number of words to send.
 */
unsigned int vtc_msg_encode_lost_cts(u32 *w)
{
	memset(w, 0, VTC_MBX_WORDS * sizeof(*w));
	w[0] = VTC_MBX_NACK;
	return 1;
}

/* The word that says nothing but no: the VF is not initialised */
static bool vtc_msg_is_bare_nack(u32 header)
{
	return header & VTC_MBX_NACK && !(header & VTC_MBX_OP);
}

/**
 * vtc_msg_is_event - is this news from the PF rather than an answer
 * @w: words of the PF
 *
 * Context: any.
 * Return: true if vtc_msg_decode_control() is the one to ask.
 */
bool vtc_msg_is_event(const u32 *w)
{
	return FIELD_GET(VTC_MBX_OP, w[0]) == VTC_MBX_OP_PF_CONTROL ||
	       vtc_msg_is_bare_nack(w[0]);
}

/**
 * vtc_msg_decode_reply - what the PF said to a request other than RESET
 * @header: first word of the request
 * @w: words of the PF
 *
 * Context: any.
 * Return: 0 if it agreed, -EPERM if it refused, -EPROTO if these words do not
 * answer that request.
 */
int vtc_msg_decode_reply(u32 header, const u32 *w)
{
	u32 verdict = w[0] & ~VTC_MSG_HDR_ECHO;
	u32 op = header & VTC_MBX_OP;

	if (verdict == (op | VTC_MBX_ACK))
		return 0;
	if (verdict == (op | VTC_MBX_NACK))
		return -EPERM;
	return -EPROTO;
}

/**
 * vtc_msg_has_cts - does the PF regard this VF as initialised
 * @w: words of the PF
 *
 * PF drivers of others that lost a VF refuse its requests without CTS.
 *
 * Context: any.
 * Return: true if so.
 */
bool vtc_msg_has_cts(const u32 *w)
{
	return w[0] & VTC_MBX_CTS;
}

/**
 * vtc_msg_decode_reset_reply - what the PF said to RESET
 * @w: words of the PF, at least VTC_MBX_RESET_EXT + 1; those that it did not
 *	send must be zero
 * @reset: result, zeroed on failure
 *
 * A PF that refuses has no address to give, but counts the VF as initialised.
 *
 * Context: any.
 * Return: 0, or -EPROTO if these words do not answer RESET.
 */
int vtc_msg_decode_reset_reply(const u32 *w, struct vtc_msg_reset *reset)
{
	int err = vtc_msg_decode_reply(VTC_MBX_OP_RESET, w);

	memset(reset, 0, sizeof(*reset));
	if (err == -EPROTO)
		return err;
	if (!err) {
		vtc_msg_get_addr(w + 1, reset->mac);
		reset->has_mac = vtc_addr_is_station(reset->mac);
	}
	if (!reset->has_mac)
		memset(reset->mac, 0, sizeof(reset->mac));
	reset->ext = vtc_msg_decode_ext(w[VTC_MBX_RESET_EXT], &reset->link);
	reset->mc_parts = reset->ext &&
			  w[VTC_MBX_RESET_EXT] & VTC_MBX_EXT_MC_PARTS;
	return 0;
}

/**
 * vtc_msg_decode_control - what news the PF has
 * @w: words of the PF, at least VTC_MBX_CONTROL_EXT + 1; those that it did not
 *	send must be zero
 * @ctl: result, zeroed on failure
 *
 * Context: any.
 * Return: 0, or -EPROTO if these words are not news.
 */
int vtc_msg_decode_control(const u32 *w, struct vtc_msg_control *ctl)
{
	memset(ctl, 0, sizeof(*ctl));
	if (!vtc_msg_is_event(w))
		return -EPROTO;
	/* A bare refusal has one word; what follows it is not from the PF */
	if (vtc_msg_is_bare_nack(w[0]))
		return 0;
	ctl->cts = w[0] & VTC_MBX_CTS;
	ctl->ext = vtc_msg_decode_ext(w[VTC_MBX_CONTROL_EXT], &ctl->link);
	return 0;
}

/**
 * vtc_msg_mc_hash - index of an address in the multicast table
 * @addr: multicast address; for the unicast table, unicast
 *
 * Bits 47:36 of the address, which is what the tables are indexed by when the
 * receiver's multicast offset is left at zero.
 *
 * Context: any.
 * Return: 0..4095.
 */
u16 vtc_msg_mc_hash(const u8 *addr)
{
	return (addr[4] >> 4 | addr[5] << 4) & VTC_MBX_MC_HASH;
}

/**
 * vtc_msg_cut_mc - the next part of a list of groups
 * @hashes: table indices of all groups, VTC_MBX_MC_BITS bits
 * @from: where to go on, 0 at first
 * @max: groups in one part, VTC_MBX_MC_MAX at most
 * @msg: result, a SET_MC
 *
 * A list that fits into one message, or is empty, becomes one without marks.
 *
 * Context: any.
 * Return: where the next part begins; VTC_MBX_MC_BITS: this was the last.
 */
unsigned int vtc_msg_cut_mc(const unsigned long *hashes, unsigned int from,
			    unsigned int max, struct vtc_msg *msg)
{
	unsigned int bit = find_next_bit(hashes, VTC_MBX_MC_BITS, from);

	memset(msg, 0, sizeof(*msg));
	msg->op = VTC_MBX_OP_SET_MC;
	msg->mc.cont = from;
	while (bit < VTC_MBX_MC_BITS && msg->mc.n < max) {
		msg->mc.hash[msg->mc.n++] = bit;
		bit = find_next_bit(hashes, VTC_MBX_MC_BITS, bit + 1);
	}
	msg->mc.more = bit < VTC_MBX_MC_BITS;
	return bit;
}
