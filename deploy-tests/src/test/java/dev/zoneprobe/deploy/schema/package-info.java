// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
/// The types of Kubernetes, of Prometheus Operator and of cert-manager: fields that do not exist,
/// are missing, or hold something else than they should.
@NullMarked
package dev.zoneprobe.deploy.schema;

import org.jspecify.annotations.NullMarked;
