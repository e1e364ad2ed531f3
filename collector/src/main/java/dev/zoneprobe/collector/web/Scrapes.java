// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.collector.web;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HttpStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;

/// Answers scrapes in the format that they ask for.
///
/// An answer is written whole before its first byte is sent, so a failing one is a status 500 and
/// never half an answer. What it is written from takes much memory in a large cluster, so one is
/// written at a time, and kept compressed until its reader has it. Only a few are kept: if none of
/// them ends while the next one waits, the one that has been read longest gives way, so that slow
/// readers do not keep others out. Thread-safe.
public final class Scrapes implements Handler {
  private static final int MOST_AT_A_TIME = 3;
  private static final Duration BEFORE_ONE_GIVES_WAY = Duration.ofSeconds(2);

  /// Prometheus has given up by then, unless it is told otherwise.
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /// Not with a weight of zero, by which a reader says that it does not take it.
  private static final Pattern GZIP =
      Pattern.compile("(^|[ ,])gzip *(,|$|; *q=(1|0\\.0*[1-9]))", Pattern.CASE_INSENSITIVE);

  private final PrometheusRegistry metrics;
  private final Duration longestWait;
  private final ExpositionFormats formats = ExpositionFormats.init();
  private final Counter refused;
  private final Counter cutOff;
  private final Semaphore room = new Semaphore(MOST_AT_A_TIME);

  /// Held while an answer is written; those who wait for it have room, so they are few.
  private final ReentrantLock writing = new ReentrantLock(true);

  /// Held by the one who waits for room, so that as many give way as are in its way; fair.
  private final ReentrantLock next = new ReentrantLock(true);

  /// To whom answers are being sent, the longest first.
  @GuardedBy("readers")
  private final Set<EndPoint> readers = new LinkedHashSet<>();

  /// @param metrics that are exposed
  /// @param meters where it counts
  public Scrapes(PrometheusRegistry metrics, MeterRegistry meters) {
    this(metrics, meters, LONGEST_WAIT);
  }

  Scrapes(PrometheusRegistry metrics, MeterRegistry meters, Duration longestWait) {
    this.metrics = metrics;
    this.longestWait = longestWait;
    refused =
        Counter.builder("zoneprobe.collector.scrapes.refused")
            .description("Scrapes that were not answered because too many others were")
            .register(meters);
    cutOff =
        Counter.builder("zoneprobe.collector.scrapes.cut.off")
            .description("Scrapes that ended because they were read slowly while others waited")
            .register(meters);
  }

  @Override
  public void handle(Context context) throws IOException, InterruptedException {
    if (!hasRoom()) {
      refused.increment();
      context.status(HttpStatus.SERVICE_UNAVAILABLE);
      context.header("Retry-After", Long.toString(LONGEST_WAIT.toSeconds()));
      context.result("too many scrapes at a time\n");
      return;
    }
    try {
      send(written(context), context);
    } finally {
      room.release();
    }
  }

  /// Waits for room, and makes some if there is none in time.
  private boolean hasRoom() throws InterruptedException {
    if (!next.tryLock(longestWait.toMillis(), MILLISECONDS)) {
      return false;
    }
    try {
      while (!room.tryAcquire(BEFORE_ONE_GIVES_WAY.toMillis(), MILLISECONDS)) {
        cutOffLongest();
      }
      return true;
    } finally {
      next.unlock();
    }
  }

  private void cutOffLongest() {
    Optional<EndPoint> longest;
    synchronized (readers) {
      longest = readers.stream().findFirst();
      longest.ifPresent(readers::remove);
    }
    longest.ifPresent(reader -> {
      cutOff.increment();
      reader.close(new EofException("read too slowly"));
    });
  }

  private Answer written(Context context) throws IOException, InterruptedException {
    ExpositionFormatWriter format = formats.findWriter(context.header("Accept"));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    writing.lockInterruptibly();
    try (OutputStream body = new FastGzip(packed)) {
      format.write(body, metrics.scrape());
    } finally {
      writing.unlock();
    }
    return new Answer(format.getContentType(), packed.toByteArray());
  }

  /// Returns when the reader has all of it, or is gone.
  private void send(Answer answer, Context context) {
    EndPoint reader =
        ServletContextRequest.getServletContextRequest(context.req())
            .getConnectionMetaData()
            .getConnection()
            .getEndPoint();
    synchronized (readers) {
      readers.add(reader);
    }
    try {
      answer.writeTo(context);
    } catch (IOException _) {
      reader.close(); // half an answer must not look like a whole one
    } finally {
      synchronized (readers) {
        readers.remove(reader);
      }
    }
  }

  /// Text repeats itself so much that the least effort makes a twentieth of it.
  private static final class FastGzip extends GZIPOutputStream {
    FastGzip(OutputStream out) throws IOException {
      super(out, 8_192);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }

  /// An answer as it is kept; whoever does not take it compressed gets it unpacked on the way.
  private static final class Answer {
    private final String contentType;
    private final byte[] packed;

    Answer(String contentType, byte[] packed) {
      this.contentType = contentType;
      this.packed = packed;
    }

    void writeTo(Context context) throws IOException {
      context.contentType(contentType).header("Vary", "Accept, Accept-Encoding");
      if (acceptsGzip(context)) {
        context.header("Content-Encoding", "gzip");
        context.outputStream().write(packed);
        return;
      }
      try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(packed))) {
        plain.transferTo(context.outputStream());
      }
    }

    private static boolean acceptsGzip(Context context) {
      String accepted = context.header("Accept-Encoding");
      return accepted != null && GZIP.matcher(accepted).find();
    }
  }
}
