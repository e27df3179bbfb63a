// SPDX-License-Identifier: GPL-2.0-only
/*
 * "ethtool -t": the sequence of tests and the state of the port around them.
 *
 * Owns neither: the tests are in hwtest.c, loopback.c, nvm.c, the port's state
 * in port.c and reset.c.  The offline ones need a chip without VFs, because
 * each ends with a reset that the VFs' traffic would not survive.
 */
#include <linux/completion.h>
#include <linux/delay.h>
#include <linux/errno.h>
#include <linux/interrupt.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>

#include "hwtest.h"
#include "loopback.h"
#include "pf.h"
#include "selftest.h"

/* Autonegotiation with a slow partner */
#define LINK_WAIT_MS		5000
#define LINK_STEP_MS		20
#define IRQ_WAIT_MS		100

const char * const vtc_selftest_names[VTC_SELFTEST_N] = {
	[VTC_SELFTEST_REGISTERS]	= "Register test  (offline)",
	[VTC_SELFTEST_NVM]		= "Eeprom test    (offline)",
	[VTC_SELFTEST_IRQ]		= "Interrupt test (offline)",
	[VTC_SELFTEST_LOOPBACK]		= "Loopback test  (offline)",
	[VTC_SELFTEST_LINK]		= "Link test   (on/offline)",
};

static bool vtc_selftest_wait_link(struct vtc_pf *pf)
{
	unsigned int waited;

	for (waited = 0; waited < LINK_WAIT_MS; waited += LINK_STEP_MS) {
		if (vtc_link_speed(&pf->link))
			return true;
		msleep(LINK_STEP_MS);
	}
	return false;
}

/* Return: 0, a negative errno, or the offset of a register that failed.  The
 * filter tables are among the registers, and work that has no use for rtnl
 * may want to write them.
 */
static int vtc_selftest_registers(struct vtc_pf *pf)
{
	int err;

	vtc_irq_mask_all(pf);
	vtc_link_before_reset(&pf->link);
	vtc_cfglock_take(&pf->cfg_lock);
	err = pf->gen->reset(&pf->hw);
	if (!err)
		err = vtc_hwtest_registers(&pf->hw, pf->gen);
	vtc_cfglock_give(&pf->cfg_lock);
	return err;
}

static irqreturn_t vtc_selftest_handler(int irq, void *done)
{
	complete(done);
	return IRQ_HANDLED;
}

/* Any queue will do, but each vector needs one: its causes are the queue's */
static int vtc_selftest_vector(struct vtc_pf *pf, struct vtc_qvec *qv)
{
	int irq = pci_irq_vector(pf->pdev, qv->vec);
	DECLARE_COMPLETION_ONSTACK(done);
	unsigned long left;
	int err;

	err = request_irq(irq, vtc_selftest_handler, 0, "vtc_pf-test", &done);
	if (err)
		return err;
	vtc_irq_route(pf, qv, qv->index);
	vtc_hwtest_fire(&pf->hw, qv->arm);
	left = wait_for_completion_timeout(&done,
					   msecs_to_jiffies(IRQ_WAIT_MS));
	vtc_irq_mask_queues(pf, &pf->dp, qv->index + 1);
	free_irq(irq, &done);
	return left ? 0 : -ETIMEDOUT;
}

static int vtc_selftest_irq(struct vtc_pf *pf)
{
	unsigned int i;
	int err;

	err = vtc_hwtest_other_irq(&pf->hw);
	/* The test may have eaten a true change of the link */
	vtc_link_irq(&pf->link);
	for (i = 0; pf->msix && i < pf->dp.n_qv && !err; i++)
		err = vtc_selftest_vector(pf, pf->dp.qv[i]);
	return err;
}

/* An emulated 82576 receives nothing without a link, not even from itself */
static int vtc_selftest_loopback(struct vtc_pf *pf, bool link)
{
	int err;

	if (link)
		vtc_selftest_wait_link(pf);
	vtc_irq_mask_all(pf);
	vtc_link_before_reset(&pf->link);
	vtc_cfglock_take(&pf->cfg_lock);
	err = vtc_loopback_run(&pf->hw, pf->gen);
	vtc_cfglock_give(&pf->cfg_lock);
	return err;
}

static void vtc_selftest_chip(struct vtc_pf *pf, bool link, u64 *results)
{
	int err;

	results[VTC_SELFTEST_REGISTERS] = abs(vtc_selftest_registers(pf));
	err = vtc_reset_port(pf);
	if (err) {
		results[VTC_SELFTEST_IRQ] = abs(err);
		results[VTC_SELFTEST_LOOPBACK] = abs(err);
		return;
	}
	results[VTC_SELFTEST_IRQ] = abs(vtc_selftest_irq(pf));
	results[VTC_SELFTEST_LOOPBACK] = abs(vtc_selftest_loopback(pf, link));
	err = vtc_reset_port(pf);
	if (err)
		netdev_err(pf->netdev, "reset after the test failed: %d\n", err);
}

static void vtc_selftest_chip_in_use(struct vtc_pf *pf, u64 *results)
{
	netdev_info(pf->netdev,
		    "VFs are in use: no register, interrupt and loopback test\n");
	results[VTC_SELFTEST_REGISTERS] = EBUSY;
	results[VTC_SELFTEST_IRQ] = EBUSY;
	results[VTC_SELFTEST_LOOPBACK] = EBUSY;
}

/* Return: 0, or a negative errno with the netdev closed */
static int vtc_selftest_chip_idle(struct vtc_pf *pf, bool link, u64 *results)
{
	bool up = pf->dp.rings;
	int err = 0;

	vtc_port_down(pf);
	vtc_selftest_chip(pf, link, results);
	if (link)
		vtc_selftest_wait_link(pf);
	if (up)
		err = vtc_port_up(pf);
	if (err) {
		netdev_err(pf->netdev, "cannot go on after the test: %d\n", err);
		dev_close(pf->netdev);
	}
	return err;
}

static int vtc_selftest_offline(struct vtc_pf *pf, u64 *results)
{
	bool link;
	int err = 0;

	/* A port that nobody uses has its PHY powered down */
	vtc_port_get(pf);
	link = vtc_selftest_wait_link(pf);
	results[VTC_SELFTEST_LINK] = link ? 0 : ENOLINK;
	results[VTC_SELFTEST_NVM] = abs(vtc_nvm_checksum(&pf->nvm));
	if (pf->n_vfs)
		vtc_selftest_chip_in_use(pf, results);
	else
		err = vtc_selftest_chip_idle(pf, link, results);
	vtc_port_put(pf);
	return err;
}

/**
 * vtc_selftest_run() - run the tests
 * @pf: port
 * @offline: all of them; the PF's traffic stops meanwhile
 * @results: VTC_SELFTEST_N values, zero: passed or not run, otherwise an errno
 *	or, from the register test, the offset of the register that failed
 *
 * With VFs the offline tests that need the chip to themselves fail with EBUSY.
 *
 * Context: rtnl, sleeps: up to 20 s without a link partner, else about 3 s.
 * Return: true if one failed.
 */
bool vtc_selftest_run(struct vtc_pf *pf, bool offline, u64 *results)
{
	bool failed = false;
	unsigned int i;

	ASSERT_RTNL();
	if (offline)
		failed = vtc_selftest_offline(pf, results);
	else
		results[VTC_SELFTEST_LINK] = vtc_link_speed(&pf->link) ?
					     0 : ENOLINK;
	for (i = 0; i < VTC_SELFTEST_N; i++)
		failed |= results[i];
	return failed;
}
