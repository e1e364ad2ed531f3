// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.target.HttpExpectation;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import okio.Buffer;
import okio.BufferedSource;

/// The body of an answer: read to its end, and kept only if somebody will search it.
///
/// What is kept takes several times its length of the heap, in every attempt that is under way, and
/// the agent's heap is small: hence two limits.
final class AnswerBody {
  private static final int MOST_READ = 16 << 20;
  private static final int MOST_SEARCHED = 256 << 10;
  private static final long PIECE_BYTES = 64 << 10;

  private final HttpExpectation expected;
  private final int mostBytes;
  private final Buffer kept = new Buffer();
  private boolean whole;

  AnswerBody(HttpExpectation expected) {
    this.expected = expected;
    this.mostBytes = expected.readsBody() ? MOST_SEARCHED : MOST_READ;
  }

  /// Reads `body` to its end; false if it is too long for that.
  boolean drain(BufferedSource body) throws IOException {
    Buffer piece = new Buffer();
    long length = 0;
    for (long count = 0; count >= 0; count = body.read(piece, PIECE_BYTES)) {
      length += count;
      if (length > mostBytes) {
        return false;
      }
      if (expected.readsBody()) {
        kept.writeAll(piece);
      } else {
        piece.clear();
      }
    }
    whole = true;
    return true;
  }

  /// What is wrong with the body, in a few words; looked for until the deadline of `attempt`.
  ///
  /// Java's regular expressions go down the stack with every repetition of a group, and may try
  /// more ways than anybody can wait for.
  Optional<String> fault(OngoingAttempt attempt) {
    if (!whole) {
      return Optional.of("the body is longer than " + limit());
    }
    try {
      return expected.includes(new DeadlineText(kept.readUtf8(), attempt))
          ? Optional.empty()
          : Optional.of("the body is not as expected");
    } catch (StackOverflowError _) {
      return Optional.of("the expression repeats a group too often for a body of this length");
    } catch (CancellationException _) {
      return Optional.of("the expression was not done with the body at the deadline");
    }
  }

  private String limit() {
    return expected.readsBody()
        ? (MOST_SEARCHED >> 10) + " KiB, too long to be searched"
        : (MOST_READ >> 20) + " MiB";
  }
}
