#pragma once

#include "curves/curvecache.h"
#include "curves/curvefigures.h"
#include "curves/runsummary.h"

#include <QObject>
#include <QThreadPool>

#include <memory>

namespace inceptoscope {

/// A value that a person asks curves when they reached it, or a place where they ask for their
/// values, and of what: the title of that axis.
struct CurveTarget
{
    QString title;
    double value = 0.0;
};

/// What is to be shown of the runs.
struct CurveRequest
{
    CurveSelection selection;
    std::vector<ComparedError> compared{}; ///< by run, see runSummary
    bool wantsGap = false;
    bool wantsFigures = false;
    std::optional<CurveTarget> target{}; ///< of the figures, as is the place
    std::optional<CurveTarget> place{};
};

/// Curves that are ready to be drawn. A value, cheap to copy.
struct PreparedCurves
{
    CurveSet curves;
    CurveScales scales;
    std::vector<CurvePair> pairs;
    CurveSet gap; ///< where it was asked for, as are the figures
    CurveFigures figures;
    QString summary; ///< see runSummary
};

PreparedCurves prepared(const CurveRequest &request, CurveCache &cache);

/// Prepares curves on a worker: millions of points take longer than the window may stand still. One
/// request at a time; of those that come meanwhile only the newest is served.
class CurvePreparer : public QObject
{
    Q_OBJECT

public:
    explicit CurvePreparer(QObject *parent = nullptr);
    ~CurvePreparer() override;

    /// Answers later with `ready` or `failed`, unless a newer request comes first.
    void request(const CurveRequest &request);
    /// Whether there is an answer to come.
    bool isBusy() const { return m_running || m_next; }

signals:
    void ready(const inceptoscope::PreparedCurves &curves);
    /// One sentence: there is no memory for them.
    void failed(const QString &sentence);

private:
    void startNext();

    std::optional<CurveRequest> m_next;
    bool m_running = false;
    std::shared_ptr<CurveCache> m_cache; ///< the running job's
    QThreadPool m_worker;
};

} // namespace inceptoscope
