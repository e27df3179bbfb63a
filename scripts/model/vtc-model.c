// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the switch should do, by the drivers' own model, for people and tests:
 * reads wishes, prints who gets a frame.
 *
 * Lines it reads ("#" begins a comment):
 *
 *   vfs N                      first: how many VFs there are
 *   vf I mac ADDR              the administrator's words
 *   vf I vlan VID
 *   vf I trust | nospoofchk | disable
 *   vf I own ADDR              what the VF asks for
 *   vf I add ADDR
 *   vf I join VID
 *   vf I group ADDR
 *   vf I promisc | allmulti
 *   pf own | add | join | group | promisc | allmulti ...
 *   vepa
 *   ask FROM ADDR VID          FROM: vfI, pf, wire; VID: of the outer tag, or -
 *
 * An ask prints one line: who receives the frame, "-" for nobody.  A wish that
 * is refused is an error.
 */
#include <stdio.h>
#include <stdlib.h>
#include "addr.h"
#include "quota.h"

#define POOLS		8
#define WIRE		0xff
#define MAX_WORDS	5

static const struct vtc_l2sw_caps caps = { POOLS, 24, 32 };
static const u8 pf_mac[ETH_ALEN] = { 0x02, 0, 0, 0, 0, 0xff };

static struct {
	unsigned int vfs;
	struct vtc_vport_admin admin[POOLS];
	struct vtc_vport_asked asked[POOLS];
	struct vtc_msg groups[POOLS];
	u8 home[POOLS][ETH_ALEN];
	struct vtc_vport_asked pf;
	bool vepa;
	bool stale;
	struct vtc_l2sw sw;
} port;

static unsigned int line_no;

static _Noreturn void fail(const char *what, const char *word)
{
	fprintf(stderr, "vtc-model: line %u: %s: %s\n", line_no, what, word);
	exit(1);
}

static u8 pf_pool(void)
{
	if (!port.vfs)
		return 0;
	return port.vfs < POOLS ? POOLS - 1 : VTC_L2SW_NO_POOL;
}

static void get_mac(const char *word, u8 *mac)
{
	unsigned int b[ETH_ALEN], i;

	if (!word || sscanf(word, "%x:%x:%x:%x:%x:%x", &b[0], &b[1], &b[2], &b[3],
			    &b[4], &b[5]) != ETH_ALEN)
		fail("no address", word ? word : "");
	for (i = 0; i < ETH_ALEN; i++)
		mac[i] = b[i];
}

static unsigned int get_number(const char *word, unsigned int limit)
{
	unsigned long val;
	char *end;

	if (!word)
		fail("a number is missing", "");
	val = strtoul(word, &end, 0);
	if (*end || end == word || val >= limit)
		fail("no such number", word);
	return val;
}

static void request(unsigned int vf, const struct vtc_msg *msg, const char *word)
{
	int err = vtc_vport_request(&port.admin[vf], &port.asked[vf], msg,
				    port.home[vf]);

	if (err)
		fail(strerror(-err), word);
}

static void set_vfs(unsigned int n)
{
	struct vtc_msg reset = { .op = VTC_MBX_OP_RESET };
	unsigned int i;

	memset(&port, 0, sizeof(port));
	port.vfs = n;
	port.stale = true;
	port.pf.active = true;
	memcpy(port.pf.mac, pf_mac, ETH_ALEN);
	for (i = 0; i < n; i++) {
		vtc_vport_admin_init(&port.admin[i]);
		vtc_vport_default_mac(pf_mac, i, port.home[i]);
		request(i, &reset, "reset");
		port.groups[i].op = VTC_MBX_OP_SET_MC;
	}
}

static void ask_mac(unsigned int vf, enum vtc_msg_mac_verb verb, char **w)
{
	struct vtc_msg msg = { .op = VTC_MBX_OP_SET_MAC, .mac.verb = verb };

	get_mac(w[1], msg.mac.addr);
	request(vf, &msg, w[1]);
}

static void ask_join(unsigned int vf, char **w)
{
	struct vtc_msg msg = { .op = VTC_MBX_OP_SET_VLAN, .vlan.add = true };

	msg.vlan.vid = get_number(w[1], VTC_VPORT_VIDS);
	request(vf, &msg, w[1]);
}

static void ask_group(unsigned int vf, char **w)
{
	struct vtc_msg *msg = &port.groups[vf];
	u8 mac[ETH_ALEN];

	get_mac(w[1], mac);
	if (msg->mc.n == VTC_MBX_MC_MAX)
		fail("too many groups", w[1]);
	msg->mc.hash[msg->mc.n++] = vtc_msg_mc_hash(mac);
	request(vf, msg, w[1]);
}

static void ask_promisc(unsigned int vf, bool unicast, char **w)
{
	const struct vtc_msg msg = {
		.op = VTC_MBX_OP_SET_PROMISC,
		.promisc.unicast = unicast || port.asked[vf].promisc,
		.promisc.multicast = true,
	};

	request(vf, &msg, w[0]);
}

static void vf_line(unsigned int vf, char **w)
{
	struct vtc_vport_admin *admin = &port.admin[vf];

	if (!strcmp(w[0], "mac"))
		get_mac(w[1], admin->mac);
	else if (!strcmp(w[0], "vlan"))
		admin->vlan = get_number(w[1], VTC_VPORT_VIDS - 1);
	else if (!strcmp(w[0], "trust"))
		admin->trusted = true;
	else if (!strcmp(w[0], "nospoofchk"))
		admin->spoofchk = false;
	else if (!strcmp(w[0], "disable"))
		admin->link = VTC_LINK_DISABLE;
	else if (!strcmp(w[0], "own"))
		ask_mac(vf, VTC_MSG_MAC_PRIMARY, w);
	else if (!strcmp(w[0], "add"))
		ask_mac(vf, VTC_MSG_MAC_ADD, w);
	else if (!strcmp(w[0], "join"))
		ask_join(vf, w);
	else if (!strcmp(w[0], "group"))
		ask_group(vf, w);
	else if (!strcmp(w[0], "promisc") || !strcmp(w[0], "allmulti"))
		ask_promisc(vf, *w[0] == 'p', w);
	else
		fail("no such wish of a VF", w[0]);
}

static void pf_line(char **w)
{
	struct vtc_vport_asked *pf = &port.pf;
	u8 mac[ETH_ALEN];

	if (!strcmp(w[0], "own")) {
		get_mac(w[1], pf->mac);
	} else if (!strcmp(w[0], "add")) {
		if (pf->n_extra == VTC_VPORT_EXTRA_MACS)
			fail("too many addresses", w[1]);
		get_mac(w[1], pf->extra[pf->n_extra++]);
	} else if (!strcmp(w[0], "join")) {
		__set_bit(get_number(w[1], VTC_VPORT_VIDS), pf->vlans);
	} else if (!strcmp(w[0], "group")) {
		get_mac(w[1], mac);
		__set_bit(vtc_msg_mc_hash(mac), pf->mc_hash);
	} else if (!strcmp(w[0], "promisc")) {
		pf->promisc = true;
		pf->allmulti = true;
		pf->all_vlans = true;
	} else if (!strcmp(w[0], "allmulti")) {
		pf->allmulti = true;
	} else {
		fail("no such wish of the PF", w[0]);
	}
}

/* The road of pf/config.c, without a chip at its end */
static void build(void)
{
	static struct vtc_vport_rights rights[POOLS];
	static struct vtc_quota quota;
	static const struct vtc_l2sw none;
	struct vtc_l2sw_in in = {
		.caps = &caps,
		.vt = port.vfs,
		.rx_on = true,
		.vepa = port.vepa,
		.pf_pool = pf_pool(),
	};
	unsigned int i;
	int err;

	for (i = 0; i < port.vfs; i++) {
		vtc_vport_resolve(&port.admin[i], &port.asked[i], port.home[i],
				  &rights[i]);
		in.rights[i] = &rights[i];
	}
	if (in.pf_pool < POOLS) {
		vtc_vport_resolve_pf(&port.pf, &rights[in.pf_pool]);
		in.rights[in.pf_pool] = &rights[in.pf_pool];
	}
	err = vtc_quota_fit(&quota, &in, rights, &none, VTC_L2SW_NO_POOL);
	if (!err)
		err = vtc_l2sw_build(&port.sw, &none, &in);
	if (err)
		fail("the wishes do not go together", strerror(-err));
	port.stale = false;
}

static u8 get_sender(const char *word)
{
	if (!word)
		fail("who sends it", "");
	if (!strcmp(word, "wire"))
		return VTC_L2SW_FROM_WIRE;
	if (!strcmp(word, "pf") && pf_pool() < POOLS)
		return pf_pool();
	if (!strncmp(word, "vf", 2))
		return get_number(word + 2, port.vfs);
	fail("no such sender", word);
}

static void ask(char **w)
{
	struct vtc_l2sw_verdict v;
	u16 vid = VTC_L2SW_UNTAGGED;
	u8 from = get_sender(w[0]), dst[ETH_ALEN];
	unsigned int i;

	get_mac(w[1], dst);
	if (!w[2] || strcmp(w[2], "-"))
		vid = get_number(w[2], VTC_VPORT_VIDS);
	if (port.stale)
		build();
	v = vtc_l2sw_forward(&port.sw, from, dst, vid);
	for (i = 0; i < port.vfs; i++)
		if (v.pools & BIT(i))
			printf("vf%u ", i);
	if (pf_pool() < POOLS && v.pools & BIT(pf_pool()))
		printf("pf ");
	if (v.wire)
		printf("wire ");
	printf("%s\n", v.pools || v.wire ? "" : "-");
}

static void line(char *text)
{
	char *w[MAX_WORDS + 2] = { }, *save;
	unsigned int n = 0;

	text[strcspn(text, "#\n")] = 0;
	for (text = strtok_r(text, " \t", &save); text && n < MAX_WORDS;
	     text = strtok_r(NULL, " \t", &save))
		w[n++] = text;
	if (!n)
		return;
	if (!strcmp(w[0], "ask")) {
		ask(w + 1);
		return;
	}
	port.stale = true;
	if (!strcmp(w[0], "vfs"))
		set_vfs(get_number(w[1], POOLS + 1));
	else if (!strcmp(w[0], "vepa"))
		port.vepa = true;
	else if (!strcmp(w[0], "pf") && n > 1)
		pf_line(w + 1);
	else if (!strcmp(w[0], "vf") && n > 2)
		vf_line(get_number(w[1], port.vfs), w + 2);
	else
		fail("not understood", w[0]);
}

int main(void)
{
	char text[256];

	while (fgets(text, sizeof(text), stdin)) {
		line_no++;
		line(text);
	}
	return 0;
}
