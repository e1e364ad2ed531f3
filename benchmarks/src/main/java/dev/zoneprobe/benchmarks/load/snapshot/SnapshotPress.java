// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.benchmarks.load.snapshot;

import com.google.protobuf.CodedOutputStream;
import dev.zoneprobe.wire.proto.SnapshotFrame;
import dev.zoneprobe.wire.proto.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Prints snapshots from blocks that were encoded beforehand.
///
/// Of each subject there are several variants with samples of their own. A snapshot draws one of
/// each, and gets ids and moments that no other has, so with a dozen subjects no two are alike;
/// what it costs is to copy its bytes. It tells of 12 peers, which are the source's neighbours.
/// Drawing depends on the snapshot alone: printed again, it is the same. Thread-safe.
public final class SnapshotPress {
  private static final int VARIANTS = 24;

  /// How many peers a plan gives an agent.
  static final int PEERS = 12;

  private final List<List<Variant>> subjects;
  private final List<PeerVariant> peers;
  private final Content content;

  /// What every snapshot holds.
  public record Content(int series, int samplesInEach) {}

  /// Rolls all variants, which takes a second or so.
  ///
  /// @param samples in each series of each snapshot
  public SnapshotPress(Repertoire repertoire, int samples, Duration interval) {
    if (samples < 1) {
      throw new IllegalArgumentException(samples + " samples in a series");
    }
    AttemptDice dice = new AttemptDice(new SplittableRandom(1));
    content = new Content(repertoire.series(), samples);
    subjects =
        repertoire.bySubject().values().stream()
            .map(probings ->
                Stream.generate(() -> Variant.roll(dice, probings, samples, interval))
                    .limit(VARIANTS)
                    .toList())
            .toList();
    peers = peers(dice, repertoire, samples, interval);
  }

  /// Those of one snapshot are never probed more often than the target that stands for all peers.
  private static List<PeerVariant> peers(
      AttemptDice dice, Repertoire repertoire, int samples, Duration interval) {
    List<List<Probing>> zones = List.copyOf(repertoire.ofPeersByZone().values());
    int ways = zones.stream().mapToInt(List::size).sum();
    int most = zones.stream().mapToInt(List::size).max().orElse(1);
    int each = samples * ways / (PEERS * most);
    return IntStream.range(0, each == 0 ? 0 : VARIANTS)
        .mapToObj(i -> PeerVariant.roll(dice, zones.get(i % zones.size()), each, interval))
        .toList();
  }

  /// What every snapshot holds.
  public Content content() {
    return content;
  }

  /// The bytes of a [SnapshotFrame].
  public byte[] print(Source source, Cut cut) {
    SplittableRandom random =
        new SplittableRandom(source.getNode().hashCode() * 31L + cut.sequence());
    long salt = random.nextLong();
    List<Variant> drawn =
        subjects.stream().map(variants -> variants.get(random.nextInt(VARIANTS))).toList();
    byte[] head = head(source, cut);
    byte[] tail = tail(source, random);
    int subjectBytes = drawn.stream().mapToInt(Variant::bytes).sum();
    byte[] frame = new byte[head.length + subjectBytes + tail.length];
    System.arraycopy(head, 0, frame, 0, head.length);
    int at = head.length;
    for (Variant variant : drawn) {
      variant.write(frame, at, salt, cut.fromUnixMillis() - Variant.FROM.toEpochMilli());
      at += variant.bytes();
    }
    System.arraycopy(tail, 0, frame, at, tail.length);
    return frame;
  }

  private byte[] tail(Source source, SplittableRandom random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream tail = CodedOutputStream.newInstance(bytes);
    try {
      for (int i = 1; i <= PEERS && !peers.isEmpty(); i++) {
        peers
            .get(random.nextInt(peers.size()))
            .write(tail, PeerVariant.neighbour(source.getNode(), i));
      }
      tail.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] head(Source source, Cut cut) {
    SnapshotFrame.Builder head =
        SnapshotFrame.newBuilder()
            .setSource(source)
            .setFirstSequence(cut.sequence())
            .setLastSequence(cut.sequence())
            .setFromUnixMillis(cut.fromUnixMillis())
            .setToUnixMillis(cut.toUnixMillis());
    cut.follows().ifPresent(head::setFollows);
    return head.build().toByteArray();
  }
}
