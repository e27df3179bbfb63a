// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzz target: rights, quotas and the switch model.
 *
 * The input is a story: VFs ask, the administrator decides, VFs are reset, one
 * step every six bytes.  After each step the rules that no story may break are
 * checked on the model.  The steps go the road of pf/config.c, without its lock
 * and registers.
 */
#include <linux/errno.h>
#include <linux/string.h>
#include "addr.h"
#include "fuzz.h"
#include "l2sw.h"
#include "msg.h"
#include "quota.h"
#include "vport.h"

#define POOLS	VTC_L2SW_POOLS
#define STEP	6
#define STEPS	48	/* of one story; more find nothing new, slower */

static const struct vtc_l2sw_caps caps = { .pools = 8, .macs = 24, .vlans = 32 };

/* A port as pf/config.c keeps it */
static struct {
	unsigned int n_vfs;
	struct vtc_vport_admin admin[POOLS];
	struct vtc_vport_asked asked[POOLS];
	struct vtc_vport_asked pf;
	u8 default_mac[POOLS][ETH_ALEN];
	struct vtc_vport_rights rights[POOLS];
	struct vtc_quota quota;
	struct vtc_l2sw sw;
} port;

/* Few addresses, so that stories meet: each port's own and some of nobody */
static void pick_mac(u8 which, u8 *mac)
{
	static const u8 base[ETH_ALEN] = { 0x52, 0x54, 0, 0, 0 };

	if (which % 32 < POOLS) {
		memcpy(mac, port.default_mac[which % 32], ETH_ALEN);
		return;
	}
	memcpy(mac, base, ETH_ALEN);
	mac[5] = which % 32;
}

static void begin(unsigned int n_vfs)
{
	static const u8 pf_mac[ETH_ALEN] = { 0x52, 0x54, 0, 0, 0, 0xff };
	unsigned int vf;

	memset(&port, 0, sizeof(port));
	port.n_vfs = n_vfs;
	memcpy(port.pf.mac, pf_mac, ETH_ALEN);
	port.pf.active = true;
	for (vf = 0; vf < POOLS; vf++) {
		vtc_vport_admin_init(&port.admin[vf]);
		vtc_vport_default_mac(pf_mac, vf, port.default_mac[vf]);
	}
}

/* Apply what would be: the VF's wishes, or all as they are */
static int apply(u8 requester, int vf, const struct vtc_vport_admin *admin,
		 const struct vtc_vport_asked *asked,
		 const struct vtc_vport_asked *pf)
{
	struct vtc_l2sw_in in = {
		.caps = &caps,
		.vt = true,
		.rx_on = true,
		.pf_pool = port.n_vfs < POOLS ? POOLS - 1 : VTC_L2SW_NO_POOL,
	};
	struct vtc_l2sw next;
	unsigned int i;
	int err;

	for (i = 0; i < port.n_vfs; i++) {
		bool this = vf == (int)i;

		vtc_vport_resolve(this && admin ? admin : &port.admin[i],
				  this && asked ? asked : &port.asked[i],
				  port.default_mac[i], &port.rights[i]);
		in.rights[i] = &port.rights[i];
	}
	if (in.pf_pool < POOLS) {
		vtc_vport_resolve_pf(pf ? pf : &port.pf, &port.rights[in.pf_pool]);
		in.rights[in.pf_pool] = &port.rights[in.pf_pool];
	}
	err = vtc_quota_fit(&port.quota, &in, port.rights, &port.sw, requester);
	if (!err)
		err = vtc_l2sw_build(&next, &port.sw, &in);
	if (err)
		return err;
	port.sw = next;
	if (admin)
		port.admin[vf] = *admin;
	if (asked)
		port.asked[vf] = *asked;
	if (pf)
		port.pf = *pf;
	for (i = 0; i < port.n_vfs; i++)
		vtc_vport_give_up(&port.asked[i], &port.quota.loss[i],
				  &port.rights[i]);
	return 0;
}

/* --- steps --------------------------------------------------------------- */

static void step_ask(unsigned int vf, const u8 *arg)
{
	struct vtc_vport_asked asked = port.asked[vf];
	u32 w[VTC_MBX_WORDS] = {};
	struct vtc_msg msg;
	int err;

	w[0] = 1 + arg[0] % 6;
	w[0] |= (u32)arg[1] << 16;
	if (w[0] == VTC_MBX_OP_SET_VLAN || (w[0] & VTC_MBX_OP) == VTC_MBX_OP_SET_VLAN)
		w[1] = arg[2] % 64;
	else
		pick_mac(arg[2], (u8 *)(w + 1));
	if (vtc_msg_decode_req(w, &msg))
		return;
	if (vtc_vport_request(&port.admin[vf], &asked, &msg, port.default_mac[vf]))
		return;
	err = apply(vf, vf, NULL, &asked, NULL);
	must(!err || err == -ENOSPC || err == -EADDRINUSE || err == -EPERM);
}

static void step_admin(unsigned int vf, const u8 *arg)
{
	struct vtc_vport_admin admin = port.admin[vf];
	int err;

	switch (arg[0] % 5) {
	case 0:
		pick_mac(arg[1], admin.mac);
		break;
	case 1:
		memset(admin.mac, 0, ETH_ALEN);
		break;
	case 2:
		admin.vlan = arg[1] % 64;
		break;
	case 3:
		admin.trusted = arg[1] & 1;
		break;
	case 4:
		admin.spoofchk = arg[1] & 1;
		break;
	}
	err = apply(VTC_L2SW_NO_POOL, vf, &admin, NULL, NULL);
	/* The administrator is never short of room */
	must(!err || err == -EADDRINUSE);
	must(!err || arg[0] % 5 != 2);
}

static void step_pf(const u8 *arg)
{
	struct vtc_vport_asked pf = port.pf;
	int err;

	if (arg[0] & 1)
		__set_bit(1 + arg[1] % 64, pf.vlans);
	else if (pf.n_extra < VTC_VPORT_EXTRA_MACS)
		pick_mac(arg[1], pf.extra[pf.n_extra++]);
	pf.promisc = arg[0] & 2;
	err = apply(VTC_L2SW_NO_POOL, -1, NULL, NULL, &pf);
	must(!err || err == -EADDRINUSE);
}

static void step_reset(unsigned int vf)
{
	static const struct vtc_vport_asked nothing;
	int err = apply(VTC_L2SW_NO_POOL, vf, NULL, &nothing, NULL);

	must(!err || err == -EADDRINUSE);
}

/* A step that failed left the rights of what would have been */
static void resolve_again(void)
{
	unsigned int vf;

	for (vf = 0; vf < port.n_vfs; vf++)
		vtc_vport_resolve(&port.admin[vf], &port.asked[vf],
				  port.default_mac[vf], &port.rights[vf]);
	if (port.n_vfs < POOLS)
		vtc_vport_resolve_pf(&port.pf, &port.rights[POOLS - 1]);
}

/* --- rules --------------------------------------------------------------- */

static void check_macs(void)
{
	unsigned int i, pool;

	for (i = 0; i < VTC_L2SW_MACS; i++) {
		u8 pools = port.sw.mac[i].pools;

		must(!pools || i < caps.macs);
		must(!pools || vtc_addr_is_station(port.sw.mac[i].addr));
		for (pool = 0; pool < POOLS && pools & (pools - 1); pool++)
			must(!(pools & BIT(pool)) || port.rights[pool].mac_shared);
	}
	/* Its own address is every VF's */
	for (i = 0; i < port.n_vfs; i++)
		must(vtc_l2sw_mac_owners(&port.sw, port.rights[i].mac) & BIT(i));
}

static void check_vlans(void)
{
	unsigned int i, other, vf;

	for (i = 0; i < VTC_L2SW_VLANS; i++) {
		const struct vtc_l2sw_vlan *vlan = &port.sw.vlan[i];

		for (vf = 0; vf < port.n_vfs; vf++) {
			const struct vtc_vport_admin *admin = &port.admin[vf];

			if (!(vlan->pools & BIT(vf)))
				continue;
			must(!admin->vlan || vlan->vid == admin->vlan);
			for (other = 0; other < port.n_vfs; other++)
				must(other == vf || admin->trusted ||
				     !vlan->vid || admin->vlan == vlan->vid ||
				     port.admin[other].vlan != vlan->vid);
		}
	}
}

static void check_pools(void)
{
	unsigned int vf;

	for (vf = 0; vf < port.n_vfs; vf++) {
		const struct vtc_l2sw_pool *pool = &port.sw.pool[vf];
		const struct vtc_vport_admin *admin = &port.admin[vf];

		must(pool->spoofchk == admin->spoofchk);
		must(pool->pvid == admin->vlan);
		must(pool->untagged == !admin->vlan);
		must(admin->trusted || (!pool->promisc && !pool->allmulti));
		must(port.asked[vf].active || (!pool->rx && !pool->tx));
	}
}

/* What the VF believes to have is what the model has */
static void check_wishes(void)
{
	unsigned int vf, vid, i;

	for (vf = 0; vf < port.n_vfs; vf++) {
		for_each_set_bit(vid, port.rights[vf].vlans, VTC_VPORT_VIDS) {
			bool there = false;

			for (i = 0; i < caps.vlans; i++)
				there |= port.sw.vlan[i].vid == vid &&
					 port.sw.vlan[i].pools & BIT(vf);
			must(there || port.rights[vf].pvid);
		}
		for (i = 0; i < port.rights[vf].n_extra; i++)
			must(vtc_l2sw_mac_owners(&port.sw,
						 port.rights[vf].extra[i]) & BIT(vf));
	}
}

/* A frame to an address somebody owns reaches nobody else who is not trusted */
static void check_forwarding(void)
{
	unsigned int i, pool;

	for (i = 0; i < caps.macs; i++) {
		const struct vtc_l2sw_mac *mac = &port.sw.mac[i];
		struct vtc_l2sw_verdict v;

		if (!mac->pools)
			continue;
		v = vtc_l2sw_forward(&port.sw, VTC_L2SW_FROM_WIRE, mac->addr,
				     VTC_L2SW_UNTAGGED);
		for (pool = 0; pool < port.n_vfs; pool++)
			must(!(v.pools & BIT(pool)) || mac->pools & BIT(pool));
	}
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	unsigned int step;

	if (!size)
		return 0;
	begin(1 + data[0] % POOLS);
	must(!apply(VTC_L2SW_NO_POOL, -1, NULL, NULL, NULL));
	data++;
	size--;
	for (step = 0; step < STEPS && size >= STEP; step++, size -= STEP) {
		unsigned int vf = data[1] % port.n_vfs;

		switch (data[0] % 8) {
		case 0:
			step_reset(vf);
			break;
		case 1:
			step_pf(data + 2);
			break;
		case 2:
		case 3:
			step_admin(vf, data + 2);
			break;
		default:
			step_ask(vf, data + 2);
		}
		resolve_again();
		check_macs();
		check_vlans();
		check_pools();
		check_wishes();
		check_forwarding();
		data += STEP;
	}
	return 0;
}
