// SPDX-License-Identifier: GPL-3.0-or-later
//
// Saves, opens and exports: asks for a file's name, then reads or writes it.
#pragma once

#include <QObject>

class QWidget;

namespace monitor {

class Actions;
class NodesModel;
class RingSession;
class RingView;
class ValueEditor;

class FileCommands : public QObject {
    Q_OBJECT
public:
    // All outlive the commands. window: parent of the dialogs.
    FileCommands(RingSession *session, RingView *ring, const NodesModel *nodes, const Actions &actions,
                 QWidget *window);

    void openRecording();
    void saveRecording();
    void exportRing();
    void exportNodes();
    void exportSnapshot();
    // title: of the dialog; name: that is proposed for the file.
    void exportTable(const QString &title, const QString &name, const QString &csv);
    void loadValue(ValueEditor &editor);
    void saveValue(const QByteArray &bytes);

Q_SIGNALS:
    void written(const QString &path);
    void failed(const QString &text); // to write or to read a value; the session tells what cannot be opened

private:
    // Empty: cancelled.
    QString askPath(const QString &title, const QString &name, const QString &filter);
    void tell(const QString &problem, const QString &path);

    RingSession *m_session;
    RingView *m_ring;
    const NodesModel *m_nodes;
    QWidget *m_window;
};

} // namespace monitor
