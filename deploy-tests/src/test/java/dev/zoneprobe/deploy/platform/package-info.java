// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Rules that come from how clusters differ: their nodes, resolvers, API servers, and OpenShift.
@NullMarked
package dev.zoneprobe.deploy.platform;

import org.jspecify.annotations.NullMarked;
