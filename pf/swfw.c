// SPDX-License-Identifier: GPL-2.0-only
/*
 * Hardware semaphores (datasheet 4.5.12 and 8.16): SWSM.SMBI keeps the drivers
 * of the two ports apart, SWSM.SWESMBI keeps software and firmware apart, and
 * the two together guard the bits of SW_FW_SYNC, one for each resource.
 *
 * Owns both registers.  Needs no lock of its own: SMBI is a test-and-set, so
 * it also keeps two threads of one driver apart.
 */
#include <linux/device.h>
#include <linux/errno.h>

#include "hw.h"
#include "regs_82576.h"
#include "swfw.h"

/* The guard is held for a handful of register accesses: after this long its
 * holder is dead.
 */
#define GUARD_STEP_US		50
#define GUARD_TIMEOUT_US	(50 * USEC_PER_MSEC)

/* A resource is held for a batch of NVM words or one MDIO cycle, firmware may
 * take longer when it configures the PHY.
 */
#define SYNC_STEP_US		(2 * USEC_PER_MSEC)
#define SYNC_TIMEOUT_US		USEC_PER_SEC

static void vtc_swfw_drop_guard(const struct vtc_hw *hw)
{
	vtc_rmw(hw, VTC_SWSM, VTC_SWSM_SMBI | VTC_SWSM_SWESMBI, 0);
}

/* The read that finds SMBI clear is the one that set it */
static int vtc_swfw_take_smbi(const struct vtc_hw *hw)
{
	return vtc_hw_poll(hw, VTC_SWSM, VTC_SWSM_SMBI, 0, GUARD_STEP_US,
			   GUARD_TIMEOUT_US);
}

/* Firmware makes the bit refuse to stick while it holds its side */
static int vtc_swfw_take_swesmbi(const struct vtc_hw *hw)
{
	unsigned int waited;

	for (waited = 0; waited <= GUARD_TIMEOUT_US; waited += GUARD_STEP_US) {
		vtc_rmw(hw, VTC_SWSM, 0, VTC_SWSM_SWESMBI);
		if (vtc_rd(hw, VTC_SWSM) & VTC_SWSM_SWESMBI)
			return 0;
		vtc_sleep_us(GUARD_STEP_US);
	}
	return -ETIMEDOUT;
}

static int vtc_swfw_take_guard(const struct vtc_hw *hw)
{
	int err;

	err = vtc_swfw_take_smbi(hw);
	if (err == -ETIMEDOUT) {
		/* Left behind by a driver that died with it, or by whoever
		 * dumped the register: nobody else will ever release it.
		 */
		dev_warn_ratelimited(hw->dev, "breaking a stale SWSM semaphore\n");
		vtc_swfw_drop_guard(hw);
		err = vtc_swfw_take_smbi(hw);
	}
	if (err)
		return err;
	err = vtc_swfw_take_swesmbi(hw);
	if (err)
		vtc_swfw_drop_guard(hw);
	return err;
}

/* Return: 0, -EBUSY when software or firmware has it, or -ETIMEDOUT */
static int vtc_swfw_try(const struct vtc_hw *hw, u32 bit)
{
	u32 held = bit | bit << VTC_SW_FW_SYNC_FW_SHIFT;
	int err;

	err = vtc_swfw_take_guard(hw);
	if (err)
		return err;
	if (vtc_rd(hw, VTC_SW_FW_SYNC) & held)
		err = -EBUSY;
	else
		vtc_rmw(hw, VTC_SW_FW_SYNC, 0, bit);
	vtc_swfw_drop_guard(hw);
	return err;
}

static int vtc_swfw_get(const struct vtc_hw *hw, u32 bit)
{
	unsigned int waited;
	int err = -EBUSY;

	for (waited = 0; waited <= SYNC_TIMEOUT_US; waited += SYNC_STEP_US) {
		err = vtc_swfw_try(hw, bit);
		if (err != -EBUSY)
			return err;
		vtc_sleep_us(SYNC_STEP_US);
	}
	return err;
}

static void vtc_swfw_put(const struct vtc_hw *hw, u32 bit)
{
	int err;

	/* Without the guard the bit is cleared all the same: the guard's
	 * holder is dead by then, and a bit that stays would lock us out of
	 * our own PHY for good.
	 */
	err = vtc_swfw_take_guard(hw);
	vtc_rmw(hw, VTC_SW_FW_SYNC, bit, 0);
	if (!err)
		vtc_swfw_drop_guard(hw);
}

/**
 * vtc_swfw_init() - learn the port and drop what a dead driver left held
 * @swfw: object to fill
 * @hw: registers of the function
 *
 * Only the driver of this function takes its PHY's software bit, so at probe
 * a set bit is a leftover (kexec, crash).  The NVM bit is shared with the
 * other port and is left alone.
 *
 * Context: sleeps, at probe, before any other function of this file.
 */
void vtc_swfw_init(struct vtc_swfw *swfw, const struct vtc_hw *hw)
{
	u32 bit;

	swfw->hw = hw;
	swfw->port = FIELD_GET(VTC_STATUS_LAN_ID, vtc_rd(hw, VTC_STATUS));
	bit = VTC_SW_FW_SYNC_PHY(swfw->port);
	if (vtc_rd(hw, VTC_SW_FW_SYNC) & bit)
		vtc_swfw_put(hw, bit);
}

/**
 * vtc_swfw_get_nvm() - take the NVM
 * @swfw: the function
 *
 * Context: sleeps, for about a second at most.
 * Return: 0, -EBUSY (held by somebody all the time) or -ETIMEDOUT (the
 * guarding semaphore is stuck).
 */
int vtc_swfw_get_nvm(const struct vtc_swfw *swfw)
{
	return vtc_swfw_get(swfw->hw, VTC_SW_FW_SYNC_EEP);
}

/**
 * vtc_swfw_put_nvm() - give the NVM back
 * @swfw: the function
 *
 * Context: sleeps.
 */
void vtc_swfw_put_nvm(const struct vtc_swfw *swfw)
{
	vtc_swfw_put(swfw->hw, VTC_SW_FW_SYNC_EEP);
}

/**
 * vtc_swfw_get_phy() - take the PHY of this port
 * @swfw: the function
 *
 * Context: sleeps, for about a second at most.
 * Return: 0, -EBUSY or -ETIMEDOUT as vtc_swfw_get_nvm().
 */
int vtc_swfw_get_phy(const struct vtc_swfw *swfw)
{
	return vtc_swfw_get(swfw->hw, VTC_SW_FW_SYNC_PHY(swfw->port));
}

/**
 * vtc_swfw_put_phy() - give the PHY of this port back
 * @swfw: the function
 *
 * Context: sleeps.
 */
void vtc_swfw_put_phy(const struct vtc_swfw *swfw)
{
	vtc_swfw_put(swfw->hw, VTC_SW_FW_SYNC_PHY(swfw->port));
}
