#pragma once

#include "curves/curvepicture.h"

#include <QObject>

#include <functional>
#include <stop_token>

class QAction;
class QWidget;

namespace inceptoscope {

/// Saves what a plot shows, as a picture or as values: asks how and where, and writes on a worker.
class PlotSaver : public QObject
{
    Q_OBJECT

public:
    /// `content` is asked for what is shown when it is to be saved; its options are left alone.
    PlotSaver(std::function<CurvePicture()> content, QWidget *parent);
    ~PlotSaver() override;

    QAction *pictureAction() const { return m_pictureAction; }
    QAction *valuesAction() const { return m_valuesAction; }

    /// Answers later with `saved` or `failed`. .png, .svg or .pdf.
    void savePicture(const QString &path, const PictureOptions &options);
    /// .csv: see writeCurveValues.
    void saveValues(const QString &path);

signals:
    /// One sentence each, plain text.
    void saved(const QString &sentence);
    void failed(const QString &sentence);

private:
    void askForPicture();
    void askForValues();
    void write(const std::function<Expected<QString>()> &job);

    std::function<CurvePicture()> m_content;
    QWidget *m_widget;
    QString m_title; ///< of the picture saved last
    QAction *m_pictureAction;
    QAction *m_valuesAction;
    std::stop_source m_stop;
};

} // namespace inceptoscope
