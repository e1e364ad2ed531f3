// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// Kubernetes' service-account tokens: signed by whom, meant for whom, and on which node.
///
/// The only package that knows the JOSE library. The gRPC entrance comes in.
@NullMarked
package dev.zoneprobe.collector.trust.jwt;

import org.jspecify.annotations.NullMarked;
