// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// What has to hold for every overlay, one named rule a thing. The tests come in by the list of all
/// rules.
@NullMarked
package dev.zoneprobe.deploy.rule;

import org.jspecify.annotations.NullMarked;
