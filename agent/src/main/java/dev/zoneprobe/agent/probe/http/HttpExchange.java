// SPDX-License-Identifier: Apache-2.0
// Copyright the zoneprobe authors
package dev.zoneprobe.agent.probe.http;

import dev.zoneprobe.agent.probe.ConnectionFailedException;
import dev.zoneprobe.agent.probe.LookupFailedException;
import dev.zoneprobe.agent.probe.OngoingAttempt;
import dev.zoneprobe.agent.probe.socket.TcpFacts;
import dev.zoneprobe.agent.probe.tls.HandshakeWords;
import dev.zoneprobe.agent.probe.tls.TlsTerms;
import dev.zoneprobe.measure.Attempt;
import dev.zoneprobe.measure.Failure;
import dev.zoneprobe.measure.Phase;
import dev.zoneprobe.measure.trace.Addresses;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.util.Optional;
import java.util.Set;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.Response;

/// One request and its response, on the time of an attempt: what its events mean for the stamps.
///
/// OkHttp tells that a response begins only after it has read all headers, so `round_trip` comes
/// from the connection's streams instead. All events happen on the attempt's thread, except [#ends]
/// and [#connected], which can also come from the one that cancels the call at the deadline, and
/// [#canceled], which always does.
final class HttpExchange extends EventListener {
  /// The exchange that this thread makes, for what OkHttp calls without saying for whom.
  static final ScopedValue<HttpExchange> CURRENT = ScopedValue.newInstance();

  /// The connection speaks another protocol from then on (RFC 9110, section 15.2.2).
  private static final int SWITCHING_PROTOCOLS = 101;

  /// Switching Protocols, No Content and Not Modified, whatever their heads say.
  private static final Set<Integer> WITHOUT_BODY =
      Set.of(
          SWITCHING_PROTOCOLS,
          HttpURLConnection.HTTP_NO_CONTENT,
          HttpURLConnection.HTTP_NOT_MODIFIED);

  private final OngoingAttempt attempt;

  /// A connection that may be used again; also read by the thread that cancels.
  private volatile Optional<ProbeSocket> candidate = Optional.empty();

  private Optional<ProbeSocket> socket = Optional.empty();
  private boolean opened;
  private Stage stage = Stage.UNANSWERED;
  private long receivedNanos;
  private boolean lost;

  /// Why it came to no request.
  private Optional<LookupFailedException> unknownHost = Optional.empty();

  private Optional<Failure> unconnected = Optional.empty();
  private int status;
  private Optional<Response> head = Optional.empty();

  /// How far the answer has come.
  private enum Stage {
    UNANSWERED,

    /// Informational responses came, and nothing else (RFC 9110, section 15.2).
    ANNOUNCED,
    ANSWERED,

    /// It ended with its head, although that tells of a body.
    ENDED_BY_HEAD,

    /// It was read to its end, or so far that no more of it can be read.
    ENDED
  }

  HttpExchange(OngoingAttempt attempt) {
    this.attempt = attempt;
  }

  OngoingAttempt attempt() {
    return attempt;
  }

  /// No connection was idle: one is being opened.
  void opensConnection() {
    opened = true;
    attempt.opensConnection();
  }

  /// `idle` is about to be looked at, which the deadline ends; false if it has passed.
  boolean looksAt(ProbeSocket idle) {
    candidate = Optional.of(idle);
    return !attempt.remaining().isZero();
  }

  @Override
  public void canceled(Call call) {
    candidate.ifPresent(ProbeSocket::abort);
  }

  @Override
  public void connectionAcquired(Call call, Connection connection) {
    candidate = Optional.empty();
    if (!opened) {
      attempt.reusesConnection();
    }
    ProbeSocket acquired = (ProbeSocket) connection.socket();
    acquired.serve(this);
    socket = Optional.of(acquired);
  }

  /// Bytes of the request are about to be written; the last time counts.
  ///
  /// It is not the end of the write that counts: on its way back from the kernel, this thread can
  /// be held up for longer than the answer takes.
  void writesRequest() {
    attempt.discard(Phase.ROUND_TRIP);
    attempt.start(Phase.ROUND_TRIP);
  }

  /// Bytes of the response have arrived.
  void received() {
    receivedNanos = attempt.moment();
    if (stage == Stage.UNANSWERED || stage == Stage.ANNOUNCED) {
      answerBegins();
    }
  }

  /// The answer's first byte is among those that were received last; what came before only
  /// announced it, if anything did.
  void answerBegins() {
    attempt.passes(Phase.ROUND_TRIP, Phase.TRANSFER, receivedNanos);
    stage = Stage.ANSWERED;
  }

  /// What arrived so far only announces the response: the server goes on thinking.
  void announced() {
    attempt.discard(Phase.TRANSFER);
    attempt.reopen(Phase.ROUND_TRIP);
    stage = Stage.ANNOUNCED;
  }

  @Override
  public void responseHeadersEnd(Call call, Response response) {
    status = response.code();
    head = Optional.of(response);
    boolean isChunked = "chunked".equalsIgnoreCase(response.header("Transfer-Encoding"));
    socket.ifPresent(connection -> connection.bodyBegins(isChunked));
    if (isWithoutBody(response) && (isChunked || hasLength(response))) {
      attempt.endsWith(Phase.TRANSFER);
      stage = Stage.ENDED_BY_HEAD;
    }
  }

  /// RFC 9112, section 6.3. An answer to HEAD has none either, as OkHttp knows.
  private boolean isWithoutBody(Response response) {
    return WITHOUT_BODY.contains(status) && !response.request().method().equals("HEAD");
  }

  /// In a 304 that of what the client has already (RFC 9110, section 8.6).
  private static boolean hasLength(Response response) {
    String length = response.headers().get("Content-Length");
    return length != null && !length.equals("0") && length.chars().allMatch(Character::isDigit);
  }

  /// Whether the answer ended with its head, although that tells of a body: OkHttp would wait for
  /// one, so the connection is of no more use.
  boolean isEndedByHead() {
    return stage == Stage.ENDED_BY_HEAD;
  }

  /// The answer, if it has ended before anybody asked for its body. OkHttp need not hand it over:
  /// it may be told to give up in between.
  Optional<Response> answerWithoutBody() {
    return head.filter(_ -> isEnded());
  }

  /// The status of the answer, once its head has been read.
  int status() {
    return status;
  }

  /// Also called for an answer that OkHttp throws away because the call has been canceled.
  @Override
  public void responseBodyEnd(Call call, long byteCount) {
    boolean thrownAway = call.isCanceled();
    if (!isEndedByHead()) {
      attempt.endsWith(Phase.TRANSFER);
    }
    if (stage == Stage.ANSWERED && !thrownAway) {
      stage = Stage.ENDED;
    }
    socket.ifPresent(connection -> connection.exchangeEnds(byteCount));
    if (status == SWITCHING_PROTOCOLS) {
      socket.ifPresent(ProbeSocket::abort);
    }
  }

  /// No more of the body can be read. What then happens to the connection is OkHttp's doing, which
  /// closes it.
  void bodyFailed() {
    if (!lost) {
      attempt.ends();
    }
    stage = Stage.ENDED;
  }

  /// The connection could not be secured because of `cause`. At the deadline that is our own doing,
  /// of which there is nothing to tell.
  void handshakeFailed(IOException cause) {
    if (!attempt.remaining().isZero()) {
      HandshakeWords.of(cause).ifPresent(attempt.observations()::detail);
    }
  }

  /// The connection was lost because of `cause`.
  ///
  /// In TLS 1.3 the handshake is over for us before the server has seen our certificate: that it
  /// refuses it comes instead of an answer.
  void lostConnection(IOException cause) {
    lostConnection();
    Optional<String> alert = TlsTerms.alert(cause).filter(_ -> opened && !isAnswered());
    alert.ifPresent(attempt.observations()::detail);
    alert.ifPresent(_ -> unconnected = Optional.of(Failure.TLS_HANDSHAKE));
  }

  /// The peer closed the connection; after the answer's end, that is no part of the exchange.
  void lostConnection() {
    if (!isEnded()) {
      lost = true;
      attempt.ends();
    }
  }

  private boolean isEnded() {
    return isEndedByHead() || stage == Stage.ENDED;
  }

  /// Whether anything of an answer came.
  boolean isAnswered() {
    return stage != Stage.UNANSWERED;
  }

  /// Ends the attempt, which got no answer, or not all of it. What OkHttp throws need not tell why:
  /// once the deadline has passed, it speaks of nothing else.
  Attempt failed(IOException thrown) {
    if (thrown instanceof ProtocolException && reason() == Failure.HTTP_PROTOCOL) {
      attempt.observations().detail(String.valueOf(thrown.getMessage()));
    }
    return unknownHost
        .map(lookup -> lookup.end(attempt))
        .orElseGet(() -> attempt.failedOrTimedOut(reason()));
  }

  private Failure reason() {
    return unconnected.orElse(lost ? Failure.RESPONSE_RESET : Failure.HTTP_PROTOCOL);
  }

  /// Whether the connection was idle before and had been closed by the peer, as far as anybody can
  /// tell: it was lost before it brought a byte.
  boolean foundDeadConnection() {
    return lost && !opened && !isAnswered();
  }

  /// There is no address to connect to.
  void knowsNoAddress(LookupFailedException lookup) {
    unknownHost = Optional.of(lookup);
  }

  /// A connection cannot be opened or secured, which ends the exchange.
  ///
  /// @return for OkHttp
  ConnectionFailedException cannotConnect(Failure reason, IOException cause) {
    attempt.ends();
    unconnected = Optional.of(reason);
    return new ConnectionFailedException(reason, cause);
  }

  /// A connection is being opened to `peer`.
  void connecting(InetSocketAddress peer) {
    attempt.observations().addresses(new Addresses(Optional.empty(), peer));
    attempt.start(Phase.TCP_CONNECT);
  }

  /// The connection runs between these.
  void runsOver(Addresses addresses) {
    attempt.observations().addresses(addresses);
  }

  /// The connection is established, or has been given up, after `again` more SYN segments.
  void connected(int again) {
    attempt.observations().synRetransmits(again);
  }

  /// The exchange ends, or its connection is closed: what the kernel knows of the round trips, and
  /// how many segments it sent again for this exchange.
  void ends(TcpFacts kernel, int again) {
    kernel.rtt().ifPresent(attempt::kernelRtt);
    attempt.observations().segmentRetransmits(again);
  }
}
