// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The shipped rules and the shipped example for Alertmanager, in a tenth of their time, and a
/// stand-in for those who are called. The live test comes in.
@NullMarked
package dev.zoneprobe.e2e.live.alert;

import org.jspecify.annotations.NullMarked;
