/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VTC_NATIVE_SIZES_H
#define VTC_NATIVE_SIZES_H

#define SZ_1K	0x400
#define SZ_2K	0x800
#define SZ_4K	0x1000
#define SZ_32K	0x8000
#define SZ_64K	0x10000

#endif /* VTC_NATIVE_SIZES_H */
