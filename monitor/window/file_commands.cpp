// SPDX-License-Identifier: GPL-3.0-or-later
//
// The folder of the last file is where the next dialog begins.

#include "window/file_commands.h"

#include "panels/nodes_model.h"
#include "panels/table.h"
#include "panels/value_editor.h"
#include "replay/recording_file.h"
#include "replay/snapshot_json.h"
#include "session/ring_session.h"
#include "window/actions.h"
#include "window/exporter.h"
#include "window/settings.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>

namespace monitor {

using namespace Qt::StringLiterals;

namespace {

// What is typed without one gets that of the proposed name: it decides the format.
QString withExtension(const QString &path, const QString &extension)
{
    return path.isEmpty() || extension.isEmpty() || !QFileInfo(path).suffix().isEmpty() ? path
                                                                                        : path + u'.' + extension;
}

} // namespace

FileCommands::FileCommands(RingSession *session, RingView *ring, const NodesModel *nodes, const Actions &actions,
                           QWidget *window)
    : QObject(window)
    , m_session(session)
    , m_ring(ring)
    , m_nodes(nodes)
    , m_window(window)
{
    connect(actions.saveRecording, &QAction::triggered, this, &FileCommands::saveRecording);
    connect(actions.openRecording, &QAction::triggered, this, &FileCommands::openRecording);
    connect(actions.exportRing, &QAction::triggered, this, &FileCommands::exportRing);
    connect(actions.exportTable, &QAction::triggered, this, &FileCommands::exportNodes);
    connect(actions.exportSnapshot, &QAction::triggered, this, &FileCommands::exportSnapshot);
}

QString FileCommands::askPath(const QString &title, const QString &name, const QString &filter)
{
    const QString chosen =
        QFileDialog::getSaveFileName(m_window, title, QDir(Settings::folder()).filePath(name), filter);
    const QString path = withExtension(chosen, QFileInfo(name).suffix());
    if (!path.isEmpty())
        Settings::setFolder(QFileInfo(path).path());
    return path;
}

void FileCommands::tell(const QString &problem, const QString &path)
{
    if (problem.isEmpty())
        Q_EMIT written(path);
    else
        Q_EMIT failed(problem);
}

void FileCommands::openRecording()
{
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Open a recording or snapshot"), Settings::folder(),
                                                      tr("Recordings and snapshots (*.json)"));
    if (!path.isEmpty() && m_session->openRecordingFile(path))
        Settings::setFolder(QFileInfo(path).path());
}

void FileCommands::saveRecording()
{
    const QString path = askPath(tr("Save the recording"), u"ring.funnelkvs.json"_s, tr("Recordings (*.json)"));
    const Recording *recording = m_session->recording(); // the ring may have been closed meanwhile
    if (!path.isEmpty() && recording)
        tell(monitor::saveRecording(*recording, path), path);
}

void FileCommands::exportRing()
{
    const QString path = askPath(tr("Export the ring"), u"ring.png"_s, tr("Pictures (*.png *.svg)"));
    if (!path.isEmpty())
        tell(exportPicture(*m_ring, path), path);
}

void FileCommands::exportNodes()
{
    exportTable(tr("Export the table of nodes"), u"nodes.csv"_s, csvOf(*m_nodes));
}

void FileCommands::exportTable(const QString &title, const QString &name, const QString &csv)
{
    const QString path = askPath(title, name, tr("Tables (*.csv)"));
    if (!path.isEmpty())
        tell(writeFile(path, csv.toUtf8()), path);
}

void FileCommands::loadValue(ValueEditor &editor)
{
    const QString path = QFileDialog::getOpenFileName(m_window, tr("Load a value"), Settings::folder());
    if (path.isEmpty())
        return;
    Settings::setFolder(QFileInfo(path).path());
    if (const QString problem = editor.load(path); !problem.isEmpty())
        Q_EMIT failed(problem);
}

void FileCommands::saveValue(const QByteArray &bytes)
{
    const QString path = askPath(tr("Save the value"), u"value"_s, {});
    if (!path.isEmpty())
        tell(writeFile(path, bytes), path);
}

void FileCommands::exportSnapshot()
{
    const QString path = askPath(tr("Export the snapshot"), u"snapshot.json"_s, tr("Snapshots (*.json)"));
    if (!path.isEmpty())
        tell(writeFile(path, toJson(*m_session->snapshot())), path);
}

} // namespace monitor
