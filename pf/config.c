// SPDX-License-Identifier: GPL-2.0-only
/*
 * The apply function: wishes -> rights -> switch model -> registers.
 *
 * Every change of what a port may do comes through here, whoever asks: the
 * administrator, a VF's message, a VF's reset, the PF's own netdev.  A change
 * that does not fit leaves everything as it was.
 */
#include <linux/errno.h>
#include <linux/etherdevice.h>
#include <linux/string.h>
#include "pf.h"

/*
 * One change under way: which VF's (or the PF's) wishes are replaced, or, if
 * @wish is set, which station's; and which VF's own request that is, which may
 * be refused.
 */
struct vtc_config_edit {
	int vf;
	u8 requester;
	const struct vtc_vport_admin *admin;
	const struct vtc_vport_asked *asked;
	u8 station;
	const struct vtc_vport_station *wish;
};

/**
 * vtc_config_pf_pool() - the pool the PF uses
 * @pf: port
 *
 * If there are as many VFs as pools the PF has none: it administers them and
 * sees no frame.
 *
 * Context: any.
 * Return: pool number, or VTC_L2SW_NO_POOL.
 */
u8 vtc_config_pf_pool(const struct vtc_pf *pf)
{
	return pf->plan.pf_pool;
}

/**
 * vtc_config_vf_mac() - the address a VF has now
 * @pf: port
 * @vf: index, below n_vfs
 * @mac: result
 *
 * Context: cfg_lock.
 */
void vtc_config_vf_mac(const struct vtc_pf *pf, unsigned int vf, u8 *mac)
{
	vtc_cfglock_assert(&pf->cfg_lock);
	vtc_vport_resolve(&pf->vf[vf].admin, &pf->vf[vf].asked,
			  pf->vf[vf].default_mac, &pf->scratch->rights[vf]);
	memcpy(mac, pf->scratch->rights[vf].mac, ETH_ALEN);
}

/**
 * vtc_config_mac_reserved() - is an address one that another VF falls back to
 * @pf: port
 * @vf: who wants it; VTC_PF_SELF: the PF
 * @mac: address
 *
 * A VF's default, and what the administrator gave it, stay its own while it
 * uses another address: its reset must find them free.  So does the PF's own
 * while the PF has no pool.
 *
 * Context: cfg_lock.
 * Return: true if so.
 */
bool vtc_config_mac_reserved(const struct vtc_pf *pf, int vf, const u8 *mac)
{
	bool trusted = vf == VTC_PF_SELF || pf->vf[vf].admin.trusted;
	unsigned int i;

	vtc_cfglock_assert(&pf->cfg_lock);
	/* One that the administrator gave to several is the own of each */
	if (vf != VTC_PF_SELF && ether_addr_equal(mac, pf->vf[vf].admin.mac))
		return false;
	if (!trusted && ether_addr_equal(mac, pf->asked.mac))
		return true;
	/* VFs that are yet to come have an address each, too */
	for (i = 0; i < VTC_PF_MAX_VFS; i++) {
		if (vf == (int)i)
			continue;
		if (ether_addr_equal(mac, pf->vf[i].default_mac))
			return true;
		if (!trusted && ether_addr_equal(mac, pf->vf[i].admin.mac))
			return true;
	}
	return false;
}

/**
 * vtc_config_vf_may_share() - may the PF have a VF's address as well
 * @pf: port
 * @vf: index, below n_vfs
 *
 * Context: cfg_lock.
 * Return: what the VF's rights say.
 */
bool vtc_config_vf_may_share(const struct vtc_pf *pf, unsigned int vf)
{
	vtc_cfglock_assert(&pf->cfg_lock);
	vtc_vport_resolve(&pf->vf[vf].admin, &pf->vf[vf].asked,
			  pf->vf[vf].default_mac, &pf->scratch->rights[vf]);
	return pf->scratch->rights[vf].mac_shared;
}

/* @asked is what the PF itself wants */
static void vtc_config_resolve_stations(struct vtc_pf *pf,
					const struct vtc_config_edit *edit,
					const struct vtc_vport_asked *asked,
					struct vtc_l2sw_in *in)
{
	unsigned int i;

	for (i = 0; i < pf->plan.n_stations; i++) {
		bool this = edit->wish && edit->station == i;
		const struct vtc_vport_station *wish =
			this ? edit->wish : &pf->station[i].wish;
		unsigned int pool = vtc_poolplan_station_pool(&pf->plan, i);

		if (!wish->used)
			continue;
		vtc_vport_resolve_station(wish, asked, &pf->scratch->rights[pool]);
		in->rights[pool] = &pf->scratch->rights[pool];
	}
}

static void vtc_config_resolve(struct vtc_pf *pf,
			       const struct vtc_config_edit *edit,
			       struct vtc_l2sw_in *in)
{
	const struct vtc_vport_asked *asked = edit->vf == VTC_PF_SELF && edit->asked ?
					      edit->asked : &pf->asked;
	struct vtc_vport_rights *rights = pf->scratch->rights;
	u8 pf_pool = vtc_config_pf_pool(pf);
	unsigned int vf;

	for (vf = 0; pf->plan.vt && vf < pf->n_vfs; vf++) {
		struct vtc_pf_vf *v = &pf->vf[vf];
		bool this = edit->vf == (int)vf;

		vtc_vport_resolve(this && edit->admin ? edit->admin : &v->admin,
				  this && edit->asked ? edit->asked : &v->asked,
				  v->default_mac, &rights[vf]);
		in->rights[vf] = &rights[vf];
	}
	if (pf_pool == VTC_L2SW_NO_POOL)
		return;
	vtc_vport_resolve_pf(asked, &rights[pf_pool]);
	in->rights[pf_pool] = &rights[pf_pool];
	vtc_config_resolve_stations(pf, edit, asked, in);
}

static void vtc_config_in(const struct vtc_pf *pf, struct vtc_l2sw_in *in)
{
	*in = (struct vtc_l2sw_in){
		.caps = &pf->gen->sw->caps,
		.vt = pf->plan.vt,
		.rx_on = pf->rx_on,
		.vepa = pf->vepa,
		.pf_pool = vtc_config_pf_pool(pf),
		.pf_rss = pf->dp.rings && pf->dp.rings->n > 1,
	};
}

/**
 * vtc_config_pf_mac_fits() - is there a filter for one more address of the PF
 * @pf: port
 *
 * VFs that have more than their share would give one up.
 *
 * Context: cfg_lock.
 * Return: false if the PF would have to be promiscuous instead.
 */
bool vtc_config_pf_mac_fits(struct vtc_pf *pf)
{
	const struct vtc_config_edit edit = { .vf = VTC_PF_SELF };
	struct vtc_l2sw_in in;

	vtc_cfglock_assert(&pf->cfg_lock);
	vtc_config_in(pf, &in);
	vtc_config_resolve(pf, &edit, &in);
	return vtc_quota_pf_mac_fits(&in);
}

static void vtc_config_count_loss(struct vtc_pf *pf, unsigned int vf,
				  const struct vtc_vport_loss *loss)
{
	struct vtc_pf_vf *v = &pf->vf[vf];

	v->counts.reclaimed += loss->reclaimed;
	v->counts.revoked += loss->revoked;
	if (vtc_vflog_may(v, VTC_VFLOG_LOST))
		netdev_info(pf->netdev,
			    "VF %u: lost %u VLANs and addresses to make room, %u that are another's now\n",
			    vf, loss->reclaimed, loss->revoked);
}

/* What a VF had to give up is no wish of its any more */
static void vtc_config_settle(struct vtc_pf *pf)
{
	unsigned int vf;

	for (vf = 0; vf < pf->n_vfs; vf++) {
		const struct vtc_vport_loss *loss = &pf->scratch->quota.loss[vf];
		struct vtc_pf_vf *v = &pf->vf[vf];

		if (!loss->reclaimed && !loss->revoked)
			continue;
		vtc_vport_give_up(&v->asked, loss, &pf->scratch->rights[vf]);
		vtc_config_count_loss(pf, vf, loss);
		/* It learns its address with the answer to RESET */
		if (loss->mac && v->cts)
			vtc_vftell_restart(pf, vf);
	}
}

static int vtc_config_change(struct vtc_pf *pf, const struct vtc_config_edit *edit)
{
	struct vtc_pf_scratch *scratch = pf->scratch;
	struct vtc_l2sw_in in;
	int err;

	vtc_cfglock_assert(&pf->cfg_lock);
	vtc_config_in(pf, &in);
	vtc_config_resolve(pf, edit, &in);
	err = vtc_quota_fit(&scratch->quota, &in, scratch->rights, &pf->sw,
			    edit->requester);
	if (!err)
		err = vtc_l2sw_build(&scratch->sw, &pf->sw, &in);
	if (err)
		return err;

	vtc_l2sw_hw_commit(&pf->sw_hw, &pf->scratch->sw);
	pf->sw = pf->scratch->sw;
	/* Without pools that can the port's own control register strips tags */
	if (pf->plan.vt && !in.caps->no_switch)
		vtc_link_vlan_strip(&pf->link, false);
	else
		vtc_link_vlan_strip(&pf->link, pf->sw.pool[in.pf_pool].strip);
	return 0;
}

/**
 * vtc_config_set_vf() - change a VF's wishes, if the result fits
 * @pf: port
 * @vf: index, below n_vfs
 * @admin: the administrator's new wishes, NULL: unchanged
 * @asked: the VF's new wishes, NULL: unchanged
 *
 * With @admin this is the host's word: filters it needs are taken back from
 * VFs that have more than their share, addresses and VLANs it gives are taken
 * from untrusted VFs that chose them (quota.h).  Without, it is the VF's
 * request and may be refused.
 *
 * Context: cfg_lock; sleeps or not.
 * Return: 0; -EADDRINUSE: the address is another port's; for a request also
 * -ENOSPC: it has its share and nothing is free; -EPERM: the VLAN is another
 * port's.  On error nothing has changed.
 */
int vtc_config_set_vf(struct vtc_pf *pf, unsigned int vf,
		      const struct vtc_vport_admin *admin,
		      const struct vtc_vport_asked *asked)
{
	struct vtc_config_edit edit = {
		.vf = vf,
		.requester = admin ? VTC_L2SW_NO_POOL : vf,
		.admin = admin,
		.asked = asked,
	};
	struct vtc_pf_vf *v = &pf->vf[vf];
	bool rate;
	int err;

	err = vtc_config_change(pf, &edit);
	if (err)
		return err;
	rate = admin && admin->max_tx_rate != v->admin.max_tx_rate;
	if (admin)
		v->admin = *admin;
	if (asked)
		v->asked = *asked;
	vtc_config_settle(pf);
	if (rate)
		vtc_config_rates(pf);
	return 0;
}

/**
 * vtc_config_set_pf() - change the PF's own wishes, if the result fits
 * @pf: port
 * @asked: new wishes
 *
 * Context: cfg_lock; sleeps or not.
 * Return: 0; -EADDRINUSE: the address is a VF's and not by its own choice.  A
 * full table is no error: VFs give up what is beyond their share, and if that
 * is not enough the PF becomes promiscuous.
 */
int vtc_config_set_pf(struct vtc_pf *pf, const struct vtc_vport_asked *asked)
{
	struct vtc_config_edit edit = {
		.vf = VTC_PF_SELF,
		.requester = VTC_L2SW_NO_POOL,
		.asked = asked,
	};
	int err;

	err = vtc_config_change(pf, &edit);
	if (err)
		return err;
	pf->asked = *asked;
	vtc_config_settle(pf);
	return 0;
}

/**
 * vtc_config_set_station() - change a station's wishes, if the result fits
 * @pf: port
 * @station: which
 * @wish: new wishes
 *
 * A station is the host's: VFs give up filters that are beyond their share for
 * its address, and lose it if they chose it themselves.
 *
 * Context: cfg_lock; sleeps or not.
 * Return: 0; -EADDRINUSE: the address is the PF's, another station's, or a VF's
 * or about to be one's, and not by its own choice; -ENOSPC: there is no filter.
 */
int vtc_config_set_station(struct vtc_pf *pf, unsigned int station,
			   const struct vtc_vport_station *wish)
{
	struct vtc_config_edit edit = {
		.vf = VTC_PF_SELF,
		.requester = VTC_L2SW_NO_POOL,
		.station = station,
		.wish = wish,
	};
	int err;

	if (wish->used && vtc_config_mac_reserved(pf, VTC_PF_SELF, wish->mac))
		return -EADDRINUSE;
	err = vtc_config_change(pf, &edit);
	if (err)
		return err;
	pf->station[station].wish = *wish;
	vtc_config_settle(pf);
	return 0;
}

/**
 * vtc_config_apply() - bring the switch to what is wished now
 * @pf: port; rx_on, the plan or the rings have changed, or the chip was reset
 *
 * Context: cfg_lock; sleeps or not.
 * Return: 0, or an errno as above if the wishes do not fit any more.
 */
int vtc_config_apply(struct vtc_pf *pf)
{
	struct vtc_config_edit edit = {
		.vf = VTC_PF_SELF,
		.requester = VTC_L2SW_NO_POOL,
	};
	int err;

	err = vtc_config_change(pf, &edit);
	if (!err)
		vtc_config_settle(pf);
	return err;
}

/**
 * vtc_config_close() - let no pool receive or send
 * @pf: port; its chip was reset
 *
 * For when nobody is there any more who would apply what is wished.
 *
 * Context: cfg_lock; sleeps or not.
 */
void vtc_config_close(struct vtc_pf *pf)
{
	vtc_cfglock_assert(&pf->cfg_lock);
	memset(&pf->sw, 0, sizeof(pf->sw));
	pf->sw.vt = true;
	vtc_l2sw_hw_forget(&pf->sw_hw);
	vtc_l2sw_hw_commit(&pf->sw_hw, &pf->sw);
}

/**
 * vtc_config_rates() - write every VF's transmit limit
 * @pf: port
 *
 * Both queues of a VF get half of its limit: the chip limits queues, not
 * pools, and the sum is what the administrator asked for.  Queues that a VF
 * had before and somebody else has now are without one.  A chip without VFs
 * limits nothing.
 *
 * Context: cfg_lock.
 */
void vtc_config_rates(struct vtc_pf *pf)
{
	const struct vtc_gen *gen = pf->gen;
	u32 speed = vtc_link_speed(&pf->link);
	unsigned int vf, q;

	vtc_cfglock_assert(&pf->cfg_lock);
	if (!gen->set_rate)
		return;
	for (vf = 0; vf < gen->chip.pools; vf++) {
		u32 mbps = vf < pf->n_vfs ? pf->vf[vf].admin.max_tx_rate : 0;

		for (q = 0; q < gen->chip.pool_queues; q++)
			gen->set_rate(&pf->hw, gen->queue(vf, q), mbps,
				      gen->chip.pool_queues, speed);
	}
}
