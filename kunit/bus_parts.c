// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the card is made of that the other module has as well.
 */
#include "chip.c"
#include "mailbox.c"
#include "fake_hw.c"
