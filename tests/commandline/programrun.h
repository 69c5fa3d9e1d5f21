#pragma once

#include <QByteArray>
#include <QProcess>
#include <QStringList>

namespace inceptoscope::test {

/// What the program left behind.
struct ProgramRun
{
    int status = -1; ///< -1: it did not end by itself
    QByteArray out;
    QByteArray err;

    QList<QByteArray> lines() const; ///< of standard output, without their ends
    QList<QByteArray> errorLines() const;
};

/// Starts the program without a display.
void startProgram(QProcess &process, const QStringList &arguments);
ProgramRun finished(QProcess &process);
ProgramRun runProgram(const QStringList &arguments);

} // namespace inceptoscope::test
