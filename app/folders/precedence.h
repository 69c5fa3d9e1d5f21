#pragma once

#include <QObject>
#include <QSet>

#include <vector>

namespace inceptoscope {

class FolderRun;

/// Who computes, where all have the same cores. What a person waits for goes first. Of the runs of
/// folders, which take long and give way to that, one goes at a time: the one that was looked at
/// last, and when it has ended or pauses, the next one. What nobody waits for comes after those.
class Precedence : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// Whether a person waits for what `whose` computes.
    void setAwaited(QObject *whose, bool awaited);
    /// Holds the run and lets it go from now on. Those before it are looked at more.
    void add(FolderRun *run);
    void lookAt(FolderRun *run);
    /// Nobody waits for anything, and no run goes.
    bool isFree() const;

signals:
    void freed();

private:
    FolderRun *next() const;
    void share();
    void forget(QObject *gone);

    std::vector<FolderRun *> m_runs; ///< the one that was looked at last is first
    QSet<const QObject *> m_awaited;
};

} // namespace inceptoscope
