// SPDX-License-Identifier: GPL-2.0
/*
 * trace - the bodies of the module's tracepoints, tcp_mpp:* in tracefs.
 */
#define CREATE_TRACE_POINTS
#include "trace.h"
