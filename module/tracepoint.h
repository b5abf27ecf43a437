/* SPDX-License-Identifier: GPL-2.0 */
#ifndef _TCP_MPP_TRACEPOINT_H
#define _TCP_MPP_TRACEPOINT_H

struct tracepoint;

struct tracepoint *mpp_tracepoint_find(const char *name);

#endif /* _TCP_MPP_TRACEPOINT_H */
