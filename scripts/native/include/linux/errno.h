/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VTC_NATIVE_ERRNO_H
#define VTC_NATIVE_ERRNO_H

#include_next <linux/errno.h>

#endif /* VTC_NATIVE_ERRNO_H */
