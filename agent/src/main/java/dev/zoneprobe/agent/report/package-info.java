// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Snapshots out to the collectors, kept until they are acknowledged.
///
/// Only the wiring comes in; where snapshots come from is a function to this package.
@NullMarked
package dev.zoneprobe.agent.report;

import org.jspecify.annotations.NullMarked;
