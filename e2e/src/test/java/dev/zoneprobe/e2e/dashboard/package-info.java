// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The rules, alerts and dashboards that are delivered: what they ask for exists, and what they
/// promise happens.
@NullMarked
package dev.zoneprobe.e2e.dashboard;

import org.jspecify.annotations.NullMarked;
