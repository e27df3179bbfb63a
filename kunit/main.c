// SPDX-License-Identifier: GPL-2.0-only
/*
 * The test module: its seed, and what kbuild wants of every module.
 */
#include <linux/module.h>
#include <linux/moduleparam.h>
#include "kunit.h"

unsigned int vtc_kunit_seed = 82576;
module_param_named(seed, vtc_kunit_seed, uint, 0444);
MODULE_PARM_DESC(seed, "Seed of the random cases");

MODULE_DESCRIPTION("KUnit suites of vtc");
MODULE_LICENSE("GPL");
