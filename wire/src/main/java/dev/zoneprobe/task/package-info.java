// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Work that must go on: done again and again on a thread of its own, whatever becomes of one run.
///
/// Every package that schedules such work comes in; this package imports nothing of ours.
@NullMarked
package dev.zoneprobe.task;

import org.jspecify.annotations.NullMarked;
