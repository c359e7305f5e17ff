// SPDX-License-Identifier: GPL-3.0-or-later
//
// Shows how an action ended: a success in its place (the value in the inspector, the path on the ring), a failure above
// the ring. What can be undone is offered.
#pragma once

#include "model/ring_source.h"

#include <functional>

class QTabWidget;

namespace monitor {

class ActionRunner;
class Charts;
class Inspector;
class MessageBar;
class NodeWarnings;
class RingSession;
class RingView;
class StatusBar;
class TracePanel;

class ActionResults : public QObject {
    Q_OBJECT
public:
    // All of them outlive the results.
    struct Parts {
        RingSession *session;
        ActionRunner *runner;
        RingView *ring;
        Inspector *inspector;
        TracePanel *trace;
        QTabWidget *tabs; // the trace is one of them
        Charts *charts;
        MessageBar *messages;
        NodeWarnings *warnings;
        StatusBar *statusBar;
    };
    ActionResults(const Parts &parts, QObject *parent);

private:
    void showSuccess(const ActionRequest &request, const ActionReport &report);
    void showFailure(const ActionReport &report);
    void showLookup(const LookupTrace &lookup);
    void offerUndo(const ActionReport &report, const QString &text);

    Parts m_parts;
};

} // namespace monitor
