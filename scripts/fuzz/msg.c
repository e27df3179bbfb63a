// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzz target: the message codec.
 *
 * Sixteen words of anything go to every decoder.  A request that is taken has
 * its values in range and survives being encoded again; one that is refused is
 * refused with a known errno; no decoder looks beyond its words (sanitizers).
 */
#include <linux/errno.h>
#include <linux/string.h>
#include "addr.h"
#include "fuzz.h"
#include "msg.h"

static void check_values(const struct vtc_msg *msg)
{
	unsigned int i;

	switch (msg->op) {
	case VTC_MBX_OP_RESET:
	case VTC_MBX_OP_SET_LPE:
	case VTC_MBX_OP_SET_PROMISC:
		return;
	case VTC_MBX_OP_SET_MAC:
		must(msg->mac.verb == VTC_MSG_MAC_CLEAR ||
		     vtc_addr_is_station(msg->mac.addr));
		return;
	case VTC_MBX_OP_SET_VLAN:
		must(msg->vlan.vid < 4095);
		return;
	case VTC_MBX_OP_SET_MC:
		must(msg->mc.n <= VTC_MBX_MC_MAX);
		for (i = 0; i < msg->mc.n; i++)
			must(msg->mc.hash[i] <= VTC_MBX_MC_HASH);
		return;
	}
	must(!"an opcode that the table knows");
}

/* What was understood means the same when it is said again */
static void check_request(const u32 *w)
{
	u32 again[VTC_MBX_WORDS] = {};
	struct vtc_msg msg, twin;
	unsigned int words;
	int err;

	memset(&msg, 0, sizeof(msg));
	err = vtc_msg_decode_req(w, &msg);
	if (err) {
		must(err == -EINVAL || err == -EOPNOTSUPP || err == -EBADMSG);
		return;
	}
	must(!(w[0] & (VTC_MBX_ACK | VTC_MBX_NACK)));
	check_values(&msg);
	/* Who sends CLEAR names some station: PF drivers of today insist */
	if (msg.op == VTC_MBX_OP_SET_MAC && msg.mac.verb == VTC_MSG_MAC_CLEAR)
		msg.mac.addr[5] = 1;
	words = vtc_msg_encode_req(&msg, again);
	must(words >= 1 && words <= VTC_MBX_WORDS);
	memset(&twin, 0, sizeof(twin));
	must(!vtc_msg_decode_req(again, &twin));
	must(twin.op == msg.op);
	check_values(&twin);
	if (msg.op == VTC_MBX_OP_SET_MC)
		must(twin.mc.n == msg.mc.n && twin.mc.cont == msg.mc.cont &&
		     twin.mc.more == msg.mc.more &&
		     twin.mc.overflow == msg.mc.overflow);
}

static void check_answers(u32 header, const u32 *w)
{
	struct vtc_msg_control ctl;
	struct vtc_msg_reset reset;
	u32 out[VTC_MBX_WORDS] = {};

	if (!vtc_msg_decode_reset_reply(w, &reset)) {
		must(!reset.has_mac || vtc_addr_is_station(reset.mac));
		must(reset.ext || (reset.link == VTC_LINK_AUTO && !reset.mc_parts));
	}
	if (!vtc_msg_decode_control(w, &ctl))
		must(ctl.link == VTC_LINK_AUTO || ctl.link == VTC_LINK_ENABLE ||
		     ctl.link == VTC_LINK_DISABLE);
	vtc_msg_decode_reply(header, w);
	vtc_msg_is_event(w);
	vtc_msg_has_cts(w);

	/* An answer is an answer, whatever was asked */
	must(vtc_msg_encode_reply(header, 0, out) >= 1);
	must((out[0] & (VTC_MBX_ACK | VTC_MBX_NACK)) == VTC_MBX_ACK);
	memset(out, 0, sizeof(out));
	vtc_msg_encode_reply(header, -EPERM, out);
	must((out[0] & (VTC_MBX_ACK | VTC_MBX_NACK)) == VTC_MBX_NACK);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	u32 w[VTC_MBX_WORDS] = {};

	memcpy(w, data, size < sizeof(w) ? size : sizeof(w));
	check_request(w);
	check_answers(w[VTC_MBX_WORDS - 1] & VTC_MBX_OP, w);
	return 0;
}
