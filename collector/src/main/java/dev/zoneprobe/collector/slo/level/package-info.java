// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Objectives of a service level: what has to be good, how often, and how fast a budget may go.
///
/// Values only; reading them is the business of the package above, writing rules that of others.
@NullMarked
package dev.zoneprobe.collector.slo.level;

import org.jspecify.annotations.NullMarked;
