// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.trust;

import dev.zoneprobe.measure.Label;

/// Why a caller is not let in: the closed list that denied calls are counted by.
public enum Denial implements Label {
  /// It showed no certificate.
  NO_CERTIFICATE,
  /// Its certificate is not, or not any more, one of the authorities that are trusted.
  UNTRUSTED_CERTIFICATE,
  /// It sent no bearer token.
  NO_TOKEN,
  /// Its token is not in the file of tokens.
  UNKNOWN_TOKEN,
  /// Its token is no JWT.
  MALFORMED_TOKEN,
  /// Its token is not signed, or in a way that is not allowed.
  WRONG_ALGORITHM,
  /// Its token is signed by a key that is not published.
  UNKNOWN_KEY,
  /// Its token was changed, or signed by somebody else in the name of a published key.
  WRONG_SIGNATURE,
  /// Its token was issued by somebody else.
  WRONG_ISSUER,
  /// Its token is meant for somebody else.
  WRONG_AUDIENCE,
  /// Its token is of another service account.
  WRONG_ACCOUNT,
  /// Its token is not valid any more, or not yet.
  EXPIRED_TOKEN,
  /// It proved who it is, but not on which node.
  NO_NODE,
  /// It spoke for a node that is not its own.
  OTHER_NODE,
  /// The published keys cannot be had, so nothing can be said about its token.
  KEYS_UNAVAILABLE
}
