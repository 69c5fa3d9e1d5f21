#pragma once

#include "explain/explanationcontroller.h"

#include <QObject>
#include <QString>

#include <optional>
#include <vector>

namespace inceptoscope {

class Explorer;

/// Why the explored network answers as it does: what is asked about the explorer's answer, and what
/// came of it. Every change asks anew; nothing is computed while it is off.
class Explainer : public QObject
{
    Q_OBJECT

public:
    /// Where in the network Grad-CAM looks: the last block before the average pooling that has
    /// places, what is selected, or a certain block.
    enum class Place { LastBlock, Selection, Block };

    explicit Explainer(Explorer *explorer, QObject *parent = nullptr);

    bool isOn() const { return m_isOn; }
    void setOn(bool on);

    SaliencyMethod method() const { return m_method; }
    void setMethod(SaliencyMethod method);

    /// Of the explained class; -1 where there is no answer.
    int classIndex() const;
    /// -1 or the most probable one: whatever is most probable. Another photo or network goes back
    /// to that.
    void setClass(int index);

    Place place() const { return m_place; }
    QString block() const { return m_block; } ///< id, where the place is a block
    void setPlace(Place place, const QString &block = {});

    /// What occlusion covers; the network's usual one until another is chosen.
    OcclusionWindow window() const;
    void setWindow(const OcclusionWindow &window);

    /// Null where there is none. The one before stays until the next is there, unless it is of
    /// another photo; occlusion's fills in as it goes. What is known of the photo is not computed
    /// again.
    const ExplanationPtr &explanation() const { return m_explanation; }
    bool isBusy() const { return m_controller.isBusy(); }

    /// Stops what is under way; what is known by then of what was asked stays.
    void cancel();
    /// Asks again, after a failure or `cancel`.
    void retry();

signals:
    void choicesChanged();
    void explanationChanged();
    /// Why there is none; empty: no problem any more.
    void problemChanged(const QString &sentence);
    void busyChanged(bool busy);
    void progressChanged(double fraction);

private:
    void connectExplorer();
    std::optional<ExplanationRequest> wanted() const;
    int layerOf(const NetworkGraph &graph) const;
    void update();
    void change();
    void keep(const ExplanationPtr &explanation);
    ExplanationPtr known(const ExplanationRequest &request) const;
    void show(const ExplanationPtr &explanation);
    void refuse(const QString &sentence);

    Explorer *m_explorer;
    bool m_isOn = false;
    SaliencyMethod m_method = SaliencyMethod::GradCam;
    int m_class = -1; ///< chosen; -1: the most probable
    Place m_place = Place::LastBlock;
    QString m_block;
    std::optional<OcclusionWindow> m_window; ///< chosen
    ExplanationPtr m_explanation; ///< shown
    std::vector<ExplanationPtr> m_known; ///< whole ones of the photo, the newest last
    std::optional<ExplanationRequest> m_refused; ///< failed or cancelled: not asked by itself again
    ExplanationController m_controller;
};

} // namespace inceptoscope
