// SPDX-License-Identifier: GPL-3.0-or-later
//
// Which files are replaced, and which errors each kind of file reports where.

#include "files/output_file.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace files {

namespace {

// /dev/stdout and /dev/fd/1 lead to whatever file was redirected there, which another program may have open.
bool isToBeReplaced(const QString &path)
{
    const QFileInfo info(path);
    const QString absolute = info.absoluteFilePath();
    const bool isSystems =
        absolute.startsWith(QStringLiteral("/dev/")) || absolute.startsWith(QStringLiteral("/proc/"));
    return !info.exists() || (info.isFile() && !isSystems);
}

std::unique_ptr<QFileDevice> fileFor(const QString &path, bool isReplaced)
{
    if (isReplaced)
        return std::make_unique<QSaveFile>(path);
    return std::make_unique<QFile>(path);
}

} // namespace

OutputFile::OutputFile(const QString &path)
    : m_path(path)
    , m_isReplaced(isToBeReplaced(path))
    , m_file(fileFor(path, m_isReplaced))
{
}

OutputFile::~OutputFile() = default;

bool OutputFile::open()
{
    return m_file->open(QIODevice::WriteOnly);
}

bool OutputFile::commit()
{
    if (!m_file->flush() || m_file->error() != QFileDevice::NoError)
        return false;
    if (m_isReplaced)
        return static_cast<QSaveFile &>(*m_file).commit();
    m_file->close();
    return m_file->error() == QFileDevice::NoError;
}

QString writeFile(const QString &path, const QByteArray &bytes)
{
    OutputFile file(path);
    if (file.open() && file.device().write(bytes) == bytes.size() && file.commit())
        return {};
    return file.errorText();
}

} // namespace files
